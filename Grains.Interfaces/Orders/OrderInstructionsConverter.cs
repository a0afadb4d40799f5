using TradingOps.Engine.Books;

namespace TradingOps.Grains.Orders;

/// <summary>Converts <see cref="OrderInstructions"/> to and from its wire form, its 5 bytes.</summary>
[RegisterConverter]
public sealed class OrderInstructionsConverter : IConverter<OrderInstructions, OrderInstructionsSurrogate>
{
    /// <inheritdoc/>
    public OrderInstructions ConvertFromSurrogate(in OrderInstructionsSurrogate s) => OrderInstructions.FromBytes(s.Bytes);

    /// <inheritdoc/>
    public OrderInstructionsSurrogate ConvertToSurrogate(in OrderInstructions order) => new() { Bytes = order.ToBytes() };
}
