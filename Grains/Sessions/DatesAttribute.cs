using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace TradingOps.Grains.Sessions;

/// <summary>A list of days, each such as 2026-12-25: a day that cannot be read must not be a day that is traded on.</summary>
internal sealed class DatesAttribute : ValidationAttribute
{
    private const string Form = "yyyy-MM-dd";

    public override bool IsValid(object? value) => value is string[] days
        && days.All(day => DateOnly.TryParseExact(day, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out _));

    public override string FormatErrorMessage(string name) => $"each must be a day as {Form}";
}
