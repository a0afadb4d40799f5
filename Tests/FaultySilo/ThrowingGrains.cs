using TradingOps.Grains;

namespace TradingOps.FaultySilo;

/// <summary>
/// Throws out of every call and every timer of the product's grains while the file of the setting <c>FaultySilo:Switch</c> names
/// a failure: <c>bug</c>, an exception type that nothing else knows, or <c>expired</c>, as Orleans ends a call that expires
/// before its grain is placed.
/// </summary>
internal sealed class ThrowingGrains(IConfiguration configuration) : IIncomingGrainCallFilter
{
    private readonly string _switch = configuration["FaultySilo:Switch"]!;

    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.Grain is TradingGrain && File.Exists(_switch))
        {
            throw File.ReadAllText(_switch) == "expired"
                ? new OperationCanceledException("Message expired before placement could complete for grain")
                : new UnknownException("nothing expects this exception");
        }
        return context.Invoke();
    }

    private sealed class UnknownException(string message) : Exception(message);
}
