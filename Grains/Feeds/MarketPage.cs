using System.Collections.Immutable;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Journaling;

namespace TradingOps.Grains.Feeds;

/// <summary>What some records of a market say that follow each other.</summary>
/// <param name="First">Sequence of the first record. For an empty page, the sequence after <paramref name="Last"/>.</param>
/// <param name="Last">Sequence of the last record, or the one that was asked from.</param>
/// <param name="Changes">What happened to orders, in order.</param>
/// <param name="Revisions">The trades that were busted or corrected, in order.</param>
internal sealed record MarketPage(
    long First, long Last, ImmutableArray<OrderChange> Changes, ImmutableArray<TradeRevision> Revisions)
{
    /// <summary>Most records in a page.</summary>
    public const int MaxRecords = 256;

    /// <summary>A page ends behind the record that passes this size, in bytes of the journal.</summary>
    private const int MaxBytes = 256 * 1024;

    /// <summary>Reads a page. It ends before a record that does not follow the one before it.</summary>
    /// <param name="records">Records of the market, in order.</param>
    /// <param name="after">The sequence that they come after.</param>
    /// <param name="until">The last one that is wanted.</param>
    /// <param name="instrument">What is traded.</param>
    public static async Task<MarketPage> ReadAsync(
        IAsyncEnumerable<JournalRecord> records, long after, long until, Instrument instrument)
    {
        var changes = ImmutableArray.CreateBuilder<OrderChange>();
        var revisions = ImmutableArray.CreateBuilder<TradeRevision>();
        var (first, last, count, bytes) = (after + 1, after, 0, 0);
        await foreach (var record in records)
        {
            if (record.Sequence > until || count == MaxRecords || bytes > MaxBytes) break;
            if (count == 0) first = record.Sequence;
            else if (record.Sequence != last + 1) break;
            var decoded = MarketRecordCodec.Decode(record.Payload);
            OrderChanges.AddTo(changes, decoded, instrument);
            if (decoded.Bust is { IsAgreed: true } bust) revisions.Add(RevisionOf(decoded, bust, instrument));
            (last, count, bytes) = (record.Sequence, count + 1, bytes + record.Payload.Length);
        }
        return new(first, last, changes.ToImmutable(), revisions.ToImmutable());
    }

    private static TradeRevision RevisionOf(MarketRecord record, TradeBust bust, Instrument instrument) => new(
        record.Sequence, OrderIds.FormatTrade(instrument.Symbol, bust.Sequence, bust.Trade), instrument.Symbol,
        instrument.ToPrice(bust.Price), bust.NewPrice is { } price ? instrument.ToPrice(price) : null,
        Time.FromMicroseconds(record.Command.Time));
}
