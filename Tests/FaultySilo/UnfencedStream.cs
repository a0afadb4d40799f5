using TradingOps.Engine.Markets;
using TradingOps.Grains.Journaling;

namespace TradingOps.FaultySilo;

/// <summary>Lets an activation that was superseded go on as if its records were stored.</summary>
internal sealed class UnfencedStream(IJournalStream inner) : BrokenStream(inner)
{
    public override async Task AppendAsync(long sequence, ReadOnlyMemory<byte> payload, MarketRecord? record)
    {
        try
        {
            await Inner.AppendAsync(sequence, payload, record);
        }
        catch (JournalException)
        {
            // The promise that is broken here: who was superseded goes on.
        }
    }
}
