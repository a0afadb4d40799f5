using TradingOps.Engine.Instruments;
using TradingOps.Grains;
using TradingOps.Grains.Instruments;
using TradingOps.Grains.Journaling;
using TradingOps.Hosting;

namespace TradingOps.Silo.Instruments;

/// <summary>Keeps the silo's catalogue current: it receives every change, and asks once a second for what it missed.</summary>
internal sealed class CatalogueWatch(
    IGrainFactory grains, InstrumentCatalogue catalogue, IJournal journal, TimeProvider clock, ILogger<CatalogueWatch> logger)
    : PollingService(AskEvery, clock, logger), ICatalogueObserver
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(1);

    private ICatalogueObserver? _self;

    public Task Changed(CatalogueChanges changes)
    {
        foreach (var change in changes.Changes) catalogue.Apply(InstrumentJson.Decode(change));
        return Task.CompletedTask;
    }

    /// <summary>Reads the catalogue before the first call to this silo: its markets need their instruments.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        while (!await TryReadAsync(cancellationToken)) await Task.Delay(AskEvery, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task StepAsync(CancellationToken cancellationToken)
    {
        _self ??= grains.CreateObjectReference<ICatalogueObserver>(this);
        try
        {
            await Changed(await grains.GetInstrumentCatalogue().Watch(_self, catalogue.Version));
        }
        catch (Exception e) when (GrainCall.IsFailure(e, cancellationToken))
        {
            Log.CatalogueSilent(Logger, e);
        }
    }

    private async Task<bool> TryReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var record in journal.ReadStreamAsync(JournalStreams.Catalogue, 1, cancellationToken))
                catalogue.Apply(InstrumentJson.Decode(record.Payload.Span));
            return true;
        }
        catch (TradingUnavailableException e)
        {
            Log.CatalogueSilent(Logger, e);
            return false;
        }
    }
}
