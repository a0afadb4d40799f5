using Microsoft.Extensions.Options;
using TradingOps.Engine.Sessions;
using TradingOps.Grains.Accounts;
using TradingOps.Grains.Sessions;

namespace TradingOps.Silo.Sessions;

/// <summary>When markets trade.</summary>
internal static class SessionRegistration
{
    /// <summary>The calendar, as options say.</summary>
    public static IServiceCollection AddCalendar(this IServiceCollection services) => services.AddSingleton(provider =>
    {
        var sessions = provider.GetRequiredService<IOptions<CalendarOptions>>().Value;
        var accounts = provider.GetRequiredService<IOptions<AccountOptions>>().Value;
        return new TradingCalendar(sessions.KeepHours, accounts.DayBegins, sessions.Holidays);
    });
}
