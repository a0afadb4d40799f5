using System.ComponentModel.DataAnnotations;

namespace TradingOps.Grains.Sessions;

/// <summary>The name of a time zone that this machine knows.</summary>
internal sealed class TimeZoneAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => value is string name && TimeZoneInfo.TryFindSystemTimeZoneById(name, out _);

    public override string FormatErrorMessage(string name) => "it must be a time zone, such as America/New_York or UTC";
}
