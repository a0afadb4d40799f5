using TradingOps.Engine.Books;

namespace TradingOps.Grains.Orders;

/// <summary>Converts <see cref="OrderInstructions"/> to and from its wire form, one word.</summary>
[RegisterConverter]
public sealed class OrderInstructionsConverter : IConverter<OrderInstructions, OrderInstructionsSurrogate>
{
    /// <inheritdoc/>
    public OrderInstructions ConvertFromSurrogate(in OrderInstructionsSurrogate s) => OrderInstructions.FromBits(s.Bits);

    /// <inheritdoc/>
    public OrderInstructionsSurrogate ConvertToSurrogate(in OrderInstructions order) => new() { Bits = order.ToBits() };
}
