using TradingOps.Grains.Journaling;

namespace TradingOps.FaultySilo;

/// <summary>The journal of the product, but for the streams that activations hold.</summary>
internal sealed class BrokenJournal(IJournal inner, Func<IJournalStream, BrokenStream> breakStream) : IJournal
{
    public string? Fault => inner.Fault;

    public async ValueTask<IJournalStream> OpenAsync(string stream, CancellationToken cancellationToken) =>
        breakStream(await inner.OpenAsync(stream, cancellationToken));

    public IAsyncEnumerable<JournalRecord> ReadAsync(string stream, long fromSequence, CancellationToken cancellationToken) =>
        inner.ReadAsync(stream, fromSequence, cancellationToken);

    public ValueTask<IReadOnlyList<string>> ListStreamsAsync(string prefix, CancellationToken cancellationToken) =>
        inner.ListStreamsAsync(prefix, cancellationToken);
}
