namespace TradingOps.Grains.Instruments;

/// <summary>Told of every change of the catalogue, after it is stored and before whoever asked for it is answered.</summary>
[Alias("tradingops.ICatalogueObserver")]
public interface ICatalogueObserver : IGrainObserver
{
    /// <summary>The catalogue changed.</summary>
    [Alias("Changed")]
    [ResponseTimeout("00:00:01")]
    Task Changed(CatalogueChanges changes);
}
