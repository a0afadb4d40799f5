using TradingOps.Engine.Settlement;

namespace TradingOps.Grains.Settlement;

/// <summary>Converts <see cref="Delivery"/> to and from its wire form.</summary>
[RegisterConverter]
public sealed class DeliveryConverter : IConverter<Delivery, DeliverySurrogate>
{
    /// <inheritdoc/>
    public Delivery ConvertFromSurrogate(in DeliverySurrogate s) => new(s.Symbol, s.Shares, s.Payment, s.Cash);

    /// <inheritdoc/>
    public DeliverySurrogate ConvertToSurrogate(in Delivery d) => new()
    {
        Symbol = d.Symbol,
        Shares = d.Shares,
        Payment = d.Payment,
        Cash = d.Cash,
    };
}
