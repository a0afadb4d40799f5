using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace TradingOps.Hosting;

/// <summary>Options that are checked when the process starts.</summary>
public static class OptionsExtensions
{
    /// <summary>Binds a section; a wrong value or an unknown key stops the process at its start.</summary>
    public static IServiceCollection AddValidated<T>(this IServiceCollection services, string section) where T : class
    {
        services.AddOptions<T>().BindConfiguration(section).ValidateOnStart();
        return services.AddSingleton<IValidateOptions<T>>(
            s => new SectionValidator<T>(s.GetRequiredService<IConfiguration>(), section));
    }

    /// <summary>
    /// Reads a section that is needed before the services are built; a wrong value is an <see
    /// cref="OptionsValidationException"/>.
    /// </summary>
    public static T GetValidated<T>(this IConfiguration configuration, string section) where T : class, new()
    {
        using var provider = new ServiceCollection().AddSingleton(configuration).AddValidated<T>(section).BuildServiceProvider();
        return provider.GetRequiredService<IOptions<T>>().Value;
    }
}
