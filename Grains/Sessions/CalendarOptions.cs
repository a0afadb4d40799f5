namespace TradingOps.Grains.Sessions;

/// <summary>When markets trade (<c>Calendar</c>).</summary>
public sealed record CalendarOptions
{
    /// <summary>
    /// Whether instruments keep to their exchanges' hours. Else all trade all the time, and a day ends where the next begins
    /// (<c>Accounts:DayBegins</c>).
    /// </summary>
    public bool KeepHours { get; init; }

    /// <summary>Days on which the exchanges stay closed.</summary>
    public DateOnly[] Holidays { get; init; } = [];
}
