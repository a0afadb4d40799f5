using System.Runtime.CompilerServices;

namespace TradingOps.Grains.Journaling;

/// <summary>
/// Reads of the journal by grains: what the store fails with becomes a <see cref="TradingUnavailableException"/>.
/// </summary>
public static class JournalReads
{
    /// <summary>The durable records of a stream from a sequence on, in order.</summary>
    public static async IAsyncEnumerable<JournalRecord> ReadStreamAsync(
        this IJournal journal, string stream, long fromSequence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var stored = journal.ReadAsync(stream, fromSequence, cancellationToken);
        await using var records = stored.GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await records.MoveNextAsync()) yield break;
            }
            catch (JournalException e)
            {
                throw Unavailable(stream, e);
            }
            yield return records.Current;
        }
    }

    /// <summary>Names of the streams that begin with a prefix.</summary>
    public static async Task<IReadOnlyList<string>> ListAsync(
        this IJournal journal, string prefix, CancellationToken cancellationToken)
    {
        try
        {
            return await journal.ListStreamsAsync(prefix, cancellationToken);
        }
        catch (JournalException e)
        {
            throw Unavailable(prefix, e);
        }
    }

    /// <summary>The answer when a stream cannot be read.</summary>
    internal static TradingUnavailableException Unavailable(string stream, JournalException e) => new(
        e.Code, $"{stream} cannot be read from the journal: {e.Message}");
}
