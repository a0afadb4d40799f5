using TradingOps.Engine.Instruments;

namespace TradingOps.Engine.Risk;

/// <summary>
/// Exposure by asset class and underlying, so that any limit's share of it is found without a look at every symbol. Sums of
/// decimals are exact, so they do not drift.
/// </summary>
public sealed class ExposureSums
{
    private static readonly AssetClass[] Classes = Enum.GetValues<AssetClass>();

    private readonly Dictionary<(AssetClass Class, string Underlying), Exposure> _parts = [];
    private readonly Dictionary<AssetClass, Exposure> _classes = [];

    /// <summary>Every part that is not nothing.</summary>
    public IEnumerable<(AssetClass Class, string Underlying, Exposure Value)> Parts =>
        _parts.Select(p => (p.Key.Class, p.Key.Underlying, p.Value));

    /// <summary>Adds to a part.</summary>
    public void Add(AssetClass asset, string underlying, in Exposure change)
    {
        if (change == default) return;
        var key = (asset, underlying);
        var after = _parts.GetValueOrDefault(key) + change;
        if (after == default) _parts.Remove(key);
        else _parts[key] = after;
        _classes[asset] = _classes.GetValueOrDefault(asset) + change;
    }

    /// <summary>What a limit is about.</summary>
    public Exposure In(ExposureLimit limit)
    {
        var sum = default(Exposure);
        foreach (var asset in Classes)
            if (limit.AssetClass is not { } only || only == asset)
                sum += limit.Underlying is { } underlying
                    ? _parts.GetValueOrDefault((asset, underlying))
                    : _classes.GetValueOrDefault(asset);
        return sum;
    }
}
