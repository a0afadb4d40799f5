using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Journaling;
using TradingOps.Hosting;
using TradingOps.Silo.Storage;
using TradingOps.Silo.Storage.Embedded;
using TradingOps.Silo.Storage.Embedded.Scratch;
using TradingOps.Silo.Storage.Postgres;

namespace TradingOps.Silo.Recovery;

/// <summary>
/// <c>silo verify</c>: replays every market of a stopped silo, or of a cluster in any state, twice, once from the events and once
/// by executing the commands again. Both must give the same events and the same state hash.
/// </summary>
internal static class JournalVerification
{
    public static async Task RunAsync(string[] args)
    {
        var configuration = CommandConfiguration.Read(args);
        var storage = configuration.GetValidated<StorageOptions>(StorageOptions.Section);
        if (storage.Provider == StorageOptions.PostgresProvider)
        {
            await using var source = PostgresStoreServices.CreateSource(SiloHost.DatabaseOf(configuration));
            await Schema.RequireCurrentAsync(source, CancellationToken.None);
            await using var journal = new PostgresJournal(
                source, new(source, StoreLosses.None, TimeProvider.System, NullLogger<DatabaseWatch>.Instance), StoreLosses.None,
                InstrumentCatalogue.Default, new JournalMetrics("postgresql"), NullLogger<PostgresJournal>.Instance);
            await VerifyAllAsync(journal);
        }
        else
        {
            if (!Directory.Exists(Path.Combine(storage.Path, DataFolder.JournalName)))
                throw new DataFolderException($"there is no journal in {Path.GetFullPath(storage.Path)} (Storage:Path)");
            using var scratch = new ScratchStore(storage.Path, Timeout.InfiniteTimeSpan, NullLogger.Instance);
            var index = new OrderIndex(InstrumentCatalogue.CopyDefault(), scratch, storage.Embedded.RecentOrders);
            using var journal = new EmbeddedJournal(storage.Path, storage.Embedded, index, scratch,
                new JournalMetrics("embedded"), NullLogger<EmbeddedJournal>.Instance, isReadOnly: true);
            await VerifyAllAsync(journal);
        }
    }

    private static async Task VerifyAllAsync(IJournal journal)
    {
        foreach (var stream in await journal.ListStreamsAsync(JournalStreams.BookPrefix, CancellationToken.None))
        {
            var market = await VerifyAsync(journal, JournalStreams.SymbolOf(stream)!);
            Console.WriteLine($"{market.Symbol} {market.Sequence} {market.StateHash():x16} ok");
        }
    }

    /// <summary>Replays one market. <see cref="VerificationFailedException"/> at the first record that differs.</summary>
    public static async Task<Market> VerifyAsync(IJournal journal, string symbol)
    {
        var (replayed, executed) = (new Market(symbol), new Market(symbol));
        await foreach (var stored in journal.ReadAsync(JournalStreams.Book(symbol), 1, CancellationToken.None))
        {
            if (stored.Sequence != replayed.Sequence + 1)
                throw new VerificationFailedException(
                    $"{symbol}: records {replayed.Sequence + 1} to {stored.Sequence - 1} are missing");
            var record = MarketRecordCodec.Decode(stored.Payload);
            replayed.Replay(record);
            var again = executed.Repeat(record);
            if (again is not null && again.Events.AsSpan().SequenceEqual(record.Events.AsSpan())) continue;
            if (again is null || !WithoutElections(again.Events).SequenceEqual(record.Events))
                throw new VerificationFailedException($"{symbol}: executing record {record.Sequence} again gives other events");
            executed = Copy(replayed);
        }
        replayed.Book.ValidateInvariants();
        if (replayed.StateHash() != executed.StateHash())
            throw new VerificationFailedException(
                $"{symbol}: events and commands lead to different states at {replayed.Sequence}");
        return replayed;
    }

    /// <summary>
    /// The events of a replacement as earlier versions had them: a stop that was moved to a price that was reached took part
    /// without another event.
    /// </summary>
    private static IEnumerable<BookEvent> WithoutElections(IReadOnlyList<BookEvent> events) => events.Where(
        (e, i) => e.Kind != BookEventKind.Triggered || i == 0 || events[i - 1].Kind != BookEventKind.Replaced);

    private static Market Copy(Market market)
    {
        using var snapshot = new MemoryStream();
        using (var writer = new BinaryWriter(snapshot, Encoding.UTF8, leaveOpen: true)) market.WriteSnapshot(writer);
        snapshot.Position = 0;
        using var reader = new BinaryReader(snapshot);
        return Market.ReadSnapshot(reader);
    }
}
