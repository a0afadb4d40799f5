using System.Globalization;
using TradingOps.Engine.Sessions;

namespace TradingOps.Grains.Sessions;

/// <summary>When markets trade (<c>Calendar</c>).</summary>
public sealed record CalendarOptions
{
    /// <summary>
    /// Whether instruments keep to their exchanges' hours. Else all trade all the time, and a day ends where the next begins
    /// (<c>Accounts:DayBegins</c>).
    /// </summary>
    public bool KeepHours { get; init; }

    /// <summary>Days on which the exchanges stay closed, such as 2026-12-25.</summary>
    [Dates]
    public string[] Holidays { get; init; } = [];

    /// <summary>
    /// A folder of calendars, one JSON file an exchange, in place of those that ship with the product; empty for none. Its
    /// changes take effect within seconds.
    /// </summary>
    public string Folder { get; init; } = "";

    /// <summary>The calendar of these options, without those of the folder.</summary>
    /// <param name="days">The trading days of accounts.</param>
    public TradingCalendar ToCalendar(TradingDays days) =>
        new(KeepHours, days, Holidays.Select(day => DateOnly.Parse(day, CultureInfo.InvariantCulture)));
}
