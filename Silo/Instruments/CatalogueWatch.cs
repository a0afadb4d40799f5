using TradingOps.Engine.Instruments;
using TradingOps.Grains;
using TradingOps.Grains.Instruments;
using TradingOps.Grains.Journaling;

namespace TradingOps.Silo.Instruments;

/// <summary>Keeps the silo's catalogue current: told of every change, and asks once a second for what it missed.</summary>
internal sealed class CatalogueWatch(
    IGrainFactory grains, InstrumentCatalogue catalogue, IJournal journal, ILogger<CatalogueWatch> logger) : BackgroundService,
    ICatalogueObserver
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(1);

    public Task Changed(CatalogueChanges changes)
    {
        foreach (var change in changes.Changes) catalogue.Apply(InstrumentJson.Decode(change));
        return Task.CompletedTask;
    }

    /// <summary>Reads the catalogue before anything of this silo is called: its markets need their instruments.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        while (!await TryReadAsync(cancellationToken)) await Task.Delay(AskEvery, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var self = grains.CreateObjectReference<ICatalogueObserver>(this);
        using var timer = new PeriodicTimer(AskEvery);
        try
        {
            do await AskAsync(self);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo stops; so does the watch.
        }
    }

    private async Task<bool> TryReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var record in journal.ReadAsync(JournalStreams.Catalogue, 1, cancellationToken))
                catalogue.Apply(InstrumentJson.Decode(record.Payload.Span));
            return true;
        }
        catch (JournalException e)
        {
            Log.CatalogueSilent(logger, e);
            return false;
        }
    }

    private async Task AskAsync(ICatalogueObserver self)
    {
        try
        {
            await Changed(await grains.GetInstrumentCatalogue().Watch(self, catalogue.Version));
        }
        catch (Exception e) when (TradingUnavailableException.IsOfCall(e))
        {
            Log.CatalogueSilent(logger, e);
        }
    }
}
