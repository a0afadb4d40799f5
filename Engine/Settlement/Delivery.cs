namespace TradingOps.Engine.Settlement;

/// <summary>
/// What the holder of one contract gets when it is exercised, and who is assigned gives; or what an account got in all.
/// </summary>
/// <param name="Symbol">The other instrument: of an option its underlying, of what was delivered the option.</param>
/// <param name="Shares">Shares that the holder gets for a call; negative for a put, which delivers them.</param>
/// <param name="Payment">Cash that the holder pays for them; negative for a put.</param>
/// <param name="Cash">Cash that comes with the shares, as after a corporate action; has their sign.</param>
public sealed record Delivery(string Symbol, decimal Shares, decimal Payment, decimal Cash)
{
    internal void WriteTo(BinaryWriter writer)
    {
        writer.Write(Symbol);
        writer.Write(Shares);
        writer.Write(Payment);
        writer.Write(Cash);
    }

    internal static Delivery ReadFrom(BinaryReader reader) =>
        new(reader.ReadString(), reader.ReadDecimal(), reader.ReadDecimal(), reader.ReadDecimal());
}
