using TradingOps.Engine.Books;

namespace TradingOps.Grains.Books;

/// <summary>Converts <see cref="OrderSpec"/> to and from its wire form, the bytes of its own codec.</summary>
[RegisterConverter]
public sealed class OrderSpecConverter : IConverter<OrderSpec, OrderSpecSurrogate>
{
    /// <inheritdoc/>
    public OrderSpec ConvertFromSurrogate(in OrderSpecSurrogate s) => OrderSpec.FromBytes(s.Bytes);

    /// <inheritdoc/>
    public OrderSpecSurrogate ConvertToSurrogate(in OrderSpec spec) => new() { Bytes = spec.ToBytes() };
}
