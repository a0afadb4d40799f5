using TradingOps.Engine.Markets;
using TradingOps.Grains.Journaling;

namespace TradingOps.FaultySilo;

/// <summary>Stores what a market appends, and never says so: its orders are durable, and nobody hears of it.</summary>
internal sealed class SilentStream(IJournalStream inner) : BrokenStream(inner)
{
    public override async Task AppendAsync(long sequence, ReadOnlyMemory<byte> payload, MarketRecord? record)
    {
        await Inner.AppendAsync(sequence, payload, record);
        if (JournalStreams.SymbolOf(Name) is not null) await Task.Delay(Timeout.InfiniteTimeSpan);
    }
}
