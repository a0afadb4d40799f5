namespace TradingOps.Grains.Instruments;

/// <summary>Receives every change of the catalogue, after it is stored and before the request is answered.</summary>
[Alias("tradingops.ICatalogueObserver")]
public interface ICatalogueObserver : IGrainObserver
{
    /// <summary>The catalogue changed.</summary>
    [Alias("Changed")]
    [ResponseTimeout("00:00:01")]
    Task Changed(CatalogueChanges changes);
}
