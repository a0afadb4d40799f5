using Microsoft.Extensions.Options;
using TradingOps.Engine.Sessions;
using TradingOps.Grains.Accounts;
using TradingOps.Grains.Sessions;

namespace TradingOps.Silo.Sessions;

/// <summary>When markets trade.</summary>
internal static class SessionRegistration
{
    /// <summary>The calendar, as options say.</summary>
    public static IServiceCollection AddCalendar(this IServiceCollection services) => services
        .AddSingleton(provider => provider.GetRequiredService<IOptions<CalendarOptions>>().Value
            .ToCalendar(provider.GetRequiredService<IOptions<AccountOptions>>().Value.Days))
        .AddSingleton(provider => new CalendarFolder(provider.GetRequiredService<IOptions<CalendarOptions>>().Value.Folder));

    /// <summary>
    /// Reads the calendars of the folder, before any market starts. <see cref="CalendarException"/> if they cannot be used.
    /// </summary>
    public static void OpenCalendars(this IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<CalendarOptions>>().Value;
        if (options.Folder.Length > 0 && !options.KeepHours)
            throw new CalendarException(options.Folder, "Calendar:KeepHours must be true beside it");
        if (services.GetRequiredService<CalendarFolder>().ReadChanged() is { } calendars)
            services.GetRequiredService<TradingCalendar>().Use(calendars);
    }
}
