using System.ComponentModel.DataAnnotations;

namespace TradingOps.Hosting.Access;

/// <summary>A list of names of roles.</summary>
internal sealed class RoleNamesAttribute : ValidationAttribute
{
    private static readonly string[] Names = [.. Enum.GetNames<Role>().Select(n => n.ToLowerInvariant())];

    public override bool IsValid(object? value) => value is string[] roles && roles.All(r => Names.Contains(r));

    public override string FormatErrorMessage(string name) => $"each must be one of {string.Join(", ", Names)}";
}
