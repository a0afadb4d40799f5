using System.Collections.Immutable;
using Orleans.Concurrency;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Breakers;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Engine.Risk;
using TradingOps.Grains.Journaling;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.AuditTrail;

/// <summary>
/// Merges the streams of the journal that concern an account, a symbol, a desk or the firm into one, in the order of time.
/// </summary>
[StatelessWorker]
[Reentrant]
public sealed class AuditTrailGrain(IJournal journal, IOrderQueries queries, InstrumentCatalogue catalogue)
    : TradingGrain, IAuditTrailGrain
{
    private static readonly Comparer<(long Time, string Stream)> InOrder = Comparer<(long Time, string Stream)>.Create(
        (a, b) => a.Time != b.Time ? a.Time.CompareTo(b.Time) : string.CompareOrdinal(a.Stream, b.Stream));

    /// <inheritdoc/>
    public async Task<TrailPage> Read(TrailFilter filter)
    {
        var from = filter.From is { } begin ? Time.ToMicroseconds(begin) : 0;
        var to = filter.To is { } end ? Time.ToMicroseconds(end) : long.MaxValue;
        var heads = new PriorityQueue<TrailReader, (long, string)>(InOrder);
        var readers = new List<TrailReader>();
        var streams = await ListStreamsAsync(filter);
        if (filter.After is { } after && !await IsPositionAsync(after, streams)) return TrailPage.Unknown;
        try
        {
            foreach (var stream in streams)
            {
                var reader = await stream.OpenAsync(journal, from, filter.After);
                readers.Add(reader);
                if (await reader.MoveAsync()) heads.Enqueue(reader, (reader.Next.Time, reader.Name));
            }
            var entries = ImmutableArray.CreateBuilder<TrailEntry>();
            for (var looked = 1; heads.TryDequeue(out var reader, out _); looked++)
            {
                if (reader.Next.Time >= to) continue;
                entries.AddRange(reader.Next.Entries.Where(e => IsWanted(e, filter)));
                reader.Take();
                if (entries.Count >= filter.Limit || looked == IAuditTrailGrain.MaxRecords)
                    return new(entries.DrainToImmutable(), new(readers.ToImmutableSortedDictionary(
                        r => r.Name, r => r.Read, StringComparer.Ordinal)));
                if (await reader.MoveAsync()) heads.Enqueue(reader, (reader.Next.Time, reader.Name));
            }
            return new(entries.DrainToImmutable(), null);
        }
        finally
        {
            foreach (var reader in readers) await reader.DisposeAsync();
        }
    }

    private static bool IsWanted(TrailEntry entry, TrailFilter filter) =>
        filter.Scope is not null ? entry.Scope == filter.Scope
        : (filter.Account is null || entry.Account == filter.Account) && (filter.Symbol is null || entry.Symbol == filter.Symbol);

    private async Task<bool> IsPositionAsync(TrailPosition position, List<TrailStream> streams)
    {
        foreach (var (name, sequence) in position.Read)
            if (streams.Find(s => s.Name == name) is not { } stream || !await stream.ReachesAsync(journal, sequence))
                return false;
        return true;
    }

    private async Task<List<TrailStream>> ListStreamsAsync(TrailFilter filter)
    {
        if (filter.Scope is { } group && BreakerScope.TryParse(group, out var scope))
            return
            [
                OfBreaker(scope),
                new(JournalStreams.Limits, stored => TrailRecords.Of(LimitJson.Decode(stored.Payload.Span))),
            ];
        var streams = new List<TrailStream>();
        if (filter.Account is { } account)
        {
            streams.Add(new(JournalStreams.Account(account),
                stored => TrailRecords.Of(account, AccountJson.DecodeRecord(stored.Payload.Span), catalogue)));
            streams.Add(OfBreaker(BreakerScope.Account(account)));
        }
        else if (filter.Symbol is { } symbol)
        {
            streams.Add(OfBreaker(BreakerScope.Symbol(symbol)));
            streams.Add(new(JournalStreams.Catalogue, stored => TrailRecords.Of(InstrumentJson.Decode(stored.Payload.Span))));
        }
        IEnumerable<string> markets = filter.Symbol is { } one
            ? [one]
            : await queries.ListSymbolsAsync(filter.Account!, CancellationToken.None);
        foreach (var market in markets)
            streams.Add(new(JournalStreams.Book(market),
                stored => TrailRecords.Of(MarketRecordCodec.Decode(stored.Payload), InstrumentOf(market))));
        return streams;
    }

    private Instrument InstrumentOf(string symbol) => catalogue.TryGet(symbol, out var instrument)
        ? instrument
        : throw TradingUnavailableException.NothingDone(
            TradingError.MarketRestoring, $"this silo does not have the instrument {symbol} yet");

    private static TrailStream OfBreaker(BreakerScope scope) => new(
        JournalStreams.Breaker(scope.ToString()), stored => TrailRecords.Of(scope, BreakerChange.Decode(stored.Payload.Span)));
}
