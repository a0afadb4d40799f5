using System.Reflection;
using Orleans.Dashboard;

namespace TradingOps.Silo.Statistics;

/// <summary>
/// The filter by which the Orleans dashboard measures the calls of grains. By itself it stands around every call, looked at or
/// not, and costs as much as this product's own: here it is asked only while somebody looks.
/// </summary>
internal sealed class DashboardProfiler(IIncomingGrainCallFilter filter, Func<bool> isLookedAt)
{
    /// <summary>Takes the dashboard's filter out of the way of every call.</summary>
    public static void TakeOver(IServiceCollection services)
    {
        var registered = services.Single(s => s.ServiceType == typeof(IIncomingGrainCallFilter)
            && s.ImplementationType?.Assembly == typeof(DashboardOptions).Assembly);
        services.Remove(registered);
        // Both types are internal: whether they are still what they were, the start of every silo tells.
        var type = registered.ImplementationType!;
        var profiler = type.GetConstructors().Single().GetParameters()[0].ParameterType;
        var isEnabled = profiler.GetProperty("IsEnabled", BindingFlags.Public | BindingFlags.Instance)!.GetMethod!;
        services.AddSingleton(s => new DashboardProfiler(
            (IIncomingGrainCallFilter)ActivatorUtilities.CreateInstance(s, type),
            isEnabled.CreateDelegate<Func<bool>>(s.GetRequiredService(profiler))));
    }

    /// <summary>Whether somebody looks at the dashboard.</summary>
    public bool IsLookedAt => isLookedAt();

    /// <summary>Makes the call, and measures it.</summary>
    public Task InvokeAsync(IIncomingGrainCallContext call) => filter.Invoke(call);
}
