using System.Runtime.CompilerServices;
using Npgsql;
using TradingOps.Engine.Instruments;
using TradingOps.Grains.Journaling;

namespace TradingOps.Silo.Storage.Postgres;

/// <summary>
/// The journal in PostgreSQL: the primary key (stream, sequence) decides between two activations, whatever silo they are on, and
/// a trigger stores no record without the one before it.
/// </summary>
internal sealed class PostgresJournal(
    NpgsqlDataSource source, DatabaseWatch watch, StoreLosses losses, InstrumentCatalogue catalogue, JournalMetrics metrics,
    ILogger<PostgresJournal> logger)
    : IJournal, IAsyncDisposable
{
    /// <summary>Few at first, for who wants one record; then many, so that a replay is not a series of small queries.</summary>
    private const int FirstPageRecords = 500;

    private const int LastPageRecords = 50_000;

    private readonly PostgresWriter _writer = new(source, watch, losses, catalogue, metrics, logger);

    public string? Fault => watch.Fault;

    public ValueTask<IJournalStream> OpenAsync(string stream, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IJournalStream>(new PostgresStream(stream, source, _writer));

    public async IAsyncEnumerable<JournalRecord> ReadAsync(
        string stream, long fromSequence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var size = FirstPageRecords; ; size = Math.Min(10 * size, LastPageRecords))
        {
            var page = await ReadPageAsync(stream, fromSequence, size, cancellationToken);
            foreach (var record in page) yield return record;
            if (page.Count < size) yield break;
            fromSequence = page[^1].Sequence + 1;
        }
    }

    public async ValueTask<IReadOnlyList<string>> ListStreamsAsync(string prefix, CancellationToken cancellationToken)
    {
        try
        {
            // Steps from one stream to the next over the primary key, however many records each has.
            using var timing = DatabaseMetrics.Time(DatabaseMetrics.JournalRead);
            await using var command = source.CreateCommand(
                """
                WITH RECURSIVE streams AS (
                    (SELECT stream FROM journal WHERE stream >= $1 ORDER BY stream LIMIT 1)
                    UNION ALL
                    SELECT (SELECT j.stream FROM journal j WHERE j.stream > s.stream ORDER BY j.stream LIMIT 1)
                    FROM streams s WHERE s.stream IS NOT NULL)
                SELECT stream FROM streams WHERE starts_with(stream, $1)
                """);
            command.Parameters.Add(new() { Value = prefix });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var streams = new List<string>();
            while (await reader.ReadAsync(cancellationToken)) streams.Add(reader.GetString(0));
            return streams;
        }
        catch (NpgsqlException e)
        {
            throw new JournalException($"the streams cannot be listed: {e.Message}", e);
        }
    }

    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    private async Task<List<JournalRecord>> ReadPageAsync(
        string stream, long fromSequence, int size, CancellationToken cancellationToken)
    {
        try
        {
            using var timing = DatabaseMetrics.Time(DatabaseMetrics.JournalRead);
            await using var command = source.CreateCommand(
                $"SELECT sequence, payload FROM journal WHERE stream = $1 AND sequence >= $2 ORDER BY sequence LIMIT {size}");
            command.Parameters.Add(new() { Value = stream });
            command.Parameters.Add(new() { Value = fromSequence });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var page = new List<JournalRecord>();
            while (await reader.ReadAsync(cancellationToken)) page.Add(new(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)));
            return page;
        }
        catch (NpgsqlException e)
        {
            throw new JournalException($"{stream} cannot be read: {e.Message}", e);
        }
    }
}
