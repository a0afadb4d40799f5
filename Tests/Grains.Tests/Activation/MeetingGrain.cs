using Orleans.Concurrency;

namespace TradingOps.Grains.Tests.Activation;

[Reentrant]
internal sealed class MeetingGrain(Barrier bothAreCalled) : TradingGrain, IMeetingGrain
{
    public Task Meet(IMeetingGrain other)
    {
        bothAreCalled.SignalAndWait();
        return other.Greet();
    }

    public Task Greet() => Task.CompletedTask;
}
