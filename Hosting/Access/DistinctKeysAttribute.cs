using System.ComponentModel.DataAnnotations;

namespace TradingOps.Hosting.Access;

/// <summary>A list of keys in which every name and every key stands once.</summary>
internal sealed class DistinctKeysAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => value is AccessKey[] keys
        && keys.DistinctBy(k => k.Name, StringComparer.OrdinalIgnoreCase).Count() == keys.Length
        && keys.DistinctBy(k => k.Sha256, StringComparer.OrdinalIgnoreCase).Count() == keys.Length;

    public override string FormatErrorMessage(string name) => "every key must have a name and a hash that no other key has";
}
