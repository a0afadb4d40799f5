using TradingOps.Engine.Sessions;
using TradingOps.Hosting;

namespace TradingOps.Silo.Sessions;

/// <summary>
/// Puts the calendars of a folder into force when they change. Files that cannot be used are logged, and the calendars before
/// stay.
/// </summary>
internal sealed class CalendarWatch(
    CalendarFolder folder, TradingCalendar calendar, TimeProvider clock, ILogger<CalendarWatch> logger)
    : PollingService(TimeSpan.FromSeconds(2), clock, logger)
{
    private string? _wrong;

    protected override Task StepAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (folder.ReadChanged() is { } calendars)
            {
                calendar.Use(calendars);
                Log.CalendarsReplaced(Logger, string.Join(", ", calendars.Select(c => c.Exchange)));
            }
            _wrong = null;
        }
        catch (CalendarException e)
        {
            // A folder that is missing is looked for at every step, and logged once.
            if (_wrong != e.Message) Log.CalendarsNotReplaced(Logger, e.Message);
            _wrong = e.Message;
        }
        return Task.CompletedTask;
    }
}
