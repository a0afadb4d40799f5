using Microsoft.Extensions.Options;
using TradingOps.Grains.Accounts;
using TradingOps.Grains.Sessions;

namespace TradingOps.Silo.Sessions;

/// <summary>When markets trade.</summary>
internal static class SessionRegistration
{
    /// <summary>The calendar, as options say.</summary>
    public static IServiceCollection AddCalendar(this IServiceCollection services) => services.AddSingleton(
        provider => provider.GetRequiredService<IOptions<CalendarOptions>>().Value
            .ToCalendar(provider.GetRequiredService<IOptions<AccountOptions>>().Value.Days));
}
