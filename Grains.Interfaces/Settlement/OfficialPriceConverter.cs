using TradingOps.Engine.Settlement;

namespace TradingOps.Grains.Settlement;

/// <summary>Converts <see cref="OfficialPrice"/> to and from its wire form.</summary>
[RegisterConverter]
public sealed class OfficialPriceConverter : IConverter<OfficialPrice, OfficialPriceSurrogate>
{
    /// <inheritdoc/>
    public OfficialPrice ConvertFromSurrogate(in OfficialPriceSurrogate s) =>
        new(s.Day, s.Kind, s.Parts, s.EnteredBy, s.ConfirmedBy);

    /// <inheritdoc/>
    public OfficialPriceSurrogate ConvertToSurrogate(in OfficialPrice p) => new()
    {
        Day = p.Day,
        Kind = p.Kind,
        Parts = p.Parts,
        EnteredBy = p.EnteredBy,
        ConfirmedBy = p.ConfirmedBy,
    };
}
