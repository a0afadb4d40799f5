using Microsoft.Extensions.Logging;
using TradingOps.Engine.MarketData;
using TradingOps.Grains.Journaling;

namespace TradingOps.Grains.MarketData;

/// <summary>The market data of one symbol and their own stream. Used within one grain's turns only.</summary>
internal sealed class MarketDataLog(string symbol, IJournal journal, Action deactivate, ILogger logger)
{
    /// <summary>Records between two snapshots, which hold all bars.</summary>
    private const int SnapshotEvery = 1_000;

    private static readonly RecordCodec<MarketDataRecord> Codec = new(MarketDataState.Encode, MarketDataState.Decode);

    private readonly GrainLog<MarketDataRecord> _log =
        new(journal, JournalStreams.MarketData(symbol), Codec, deactivate, logger);

    /// <summary>The data; nothing in it is not durable.</summary>
    public MarketDataState State { get; private set; } = new();

    /// <summary>Restores the data. <see cref="TradingUnavailableException"/> if the stream cannot be read.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await _log.OpenAsync(snapshot => State = MarketDataState.Restore(snapshot), cancellationToken);
        await foreach (var record in _log.ReplayAsync(cancellationToken)) State.Apply(record);
    }

    /// <summary>
    /// Stores a record and applies it then. <see cref="TradingUnavailableException"/> if it is not stored, or if the outcome is
    /// unknown.
    /// </summary>
    public async Task AppendAsync(MarketDataRecord record)
    {
        // Applied after the write.
        await _log.AppendAsync(record, State.Apply);
        if (_log.SinceSnapshot >= SnapshotEvery) await SaveAsync(CancellationToken.None);
    }

    /// <summary>Saves a snapshot if there are records after the last one.</summary>
    public Task CloseAsync(CancellationToken cancellationToken) =>
        _log.IsFaulted || _log.SinceSnapshot == 0 ? Task.CompletedTask : SaveAsync(cancellationToken);

    /// <summary>Ends this activation if another one has gone on with the stream.</summary>
    public Task EndIfSupersededAsync(CancellationToken cancellationToken) => _log.EndIfSupersededAsync(cancellationToken);

    private Task SaveAsync(CancellationToken cancellationToken) =>
        _log.SaveSnapshotAsync(_log.Durable, State.Snapshot(), cancellationToken);
}
