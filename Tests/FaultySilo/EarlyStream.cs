using TradingOps.Engine.Markets;
using TradingOps.Grains.Journaling;

namespace TradingOps.FaultySilo;

/// <summary>Acknowledges a record before it is durable: it is written a moment later.</summary>
internal sealed class EarlyStream(IJournalStream inner) : BrokenStream(inner)
{
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(300);

    private Task _last = Task.CompletedTask;

    public override Task AppendAsync(long sequence, ReadOnlyMemory<byte> payload, MarketRecord? record)
    {
        _last = AppendLateAsync(_last, sequence, payload, record);
        return Task.CompletedTask;
    }

    private async Task AppendLateAsync(Task before, long sequence, ReadOnlyMemory<byte> payload, MarketRecord? record)
    {
        var late = Task.Delay(Late);
        await before;
        await late;
        await Inner.AppendAsync(sequence, payload, record);
    }
}
