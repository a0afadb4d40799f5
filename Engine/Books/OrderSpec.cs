using System.Text.Json.Serialization;

namespace TradingOps.Engine.Books;

/// <summary>
/// What an order asks for, in ticks and lots: from the gate of its account to its market, into the journal and back. Of a
/// command that changes an order or a market, the prices and quantities of that change.
/// </summary>
public readonly record struct OrderSpec
{
    /// <summary>Side, type, time in force, self-trade prevention, post-only.</summary>
    public OrderInstructions Instructions { get; init; }

    /// <summary>Buy or sell.</summary>
    [JsonIgnore]
    public Side Side
    {
        get => Instructions.Side;
        init => Instructions = Instructions with { Side = value };
    }

    /// <summary>Market, limit, ...</summary>
    [JsonIgnore]
    public OrderType Type
    {
        get => Instructions.Type;
        init => Instructions = Instructions with { Type = value };
    }

    /// <summary>Day, GTC, ...</summary>
    [JsonIgnore]
    public TimeInForce TimeInForce
    {
        get => Instructions.TimeInForce;
        init => Instructions = Instructions with { TimeInForce = value };
    }

    /// <summary>
    /// Limit price in whole ticks; may be negative for spreads. Of a market order the worst price that it may trade at, 0 for
    /// any. For Replace, the new price; for the session <see cref="SessionState.Settled"/>, the settlement price in parts of a
    /// tick.
    /// </summary>
    public long Price { get; init; }

    /// <summary>Stop price in whole ticks.</summary>
    public long StopPrice { get; init; }

    /// <summary>Whole quantity in lots; for Reduce, the lots to take off; for Replace, the new open quantity.</summary>
    public long Quantity { get; init; }

    /// <summary>Lots shown at a time (iceberg); 0 shows all.</summary>
    public long DisplayQuantity { get; init; }

    /// <summary>When a GTD order expires, in microseconds since the Unix epoch; 0 for none.</summary>
    public long ExpireAt { get; init; }

    /// <summary>
    /// Cash that a market buy may spend, in ticks x lots, in place of a quantity (<see cref="Quantity"/> is then 0); 0 for none.
    /// </summary>
    public long Amount { get; init; }

    /// <summary>
    /// For a fill-or-kill order, ticks x lots: the most that a buy may cost, the least that a sell must yield, in total; 0
    /// for none.
    /// </summary>
    public long CashLimit { get; init; }

    /// <summary>How far a trailing stop stays behind the last trade, in ticks; 0 when it trails by percentage.</summary>
    public long TrailAmount { get; init; }

    /// <summary>
    /// How far a trailing stop stays behind the last trade, in hundredths of a percent (1 to 9,999); 0 for ticks.
    /// </summary>
    public int TrailBasisPoints { get; init; }

    /// <summary>Whether it asks for nothing that <see cref="WriteRareTo"/> writes.</summary>
    [JsonIgnore]
    public bool IsCommon => (Amount | CashLimit | TrailAmount | (uint)TrailBasisPoints) == 0;

    /// <summary>The order as a book's command.</summary>
    /// <param name="time">When it was received, microseconds since the Unix epoch.</param>
    public BookCommand ToCommand(long time) => new() { Kind = BookCommandKind.New, Spec = this, Time = time };

    /// <summary>Writes what nearly every order asks for, apart from its instructions.</summary>
    public void WriteCommonTo(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write7BitEncodedInt64(Price);
        writer.Write7BitEncodedInt64(StopPrice);
        writer.Write7BitEncodedInt64(Quantity);
        writer.Write7BitEncodedInt64(DisplayQuantity);
        writer.Write7BitEncodedInt64(ExpireAt);
    }

    /// <summary>Writes what few orders ask for.</summary>
    public void WriteRareTo(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write7BitEncodedInt64(Amount);
        writer.Write7BitEncodedInt64(CashLimit);
        writer.Write7BitEncodedInt64(TrailAmount);
        writer.Write7BitEncodedInt(TrailBasisPoints);
    }

    /// <summary>Reads what <see cref="WriteCommonTo"/> wrote.</summary>
    public static OrderSpec ReadCommonFrom(BinaryReader reader, OrderInstructions instructions)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return new()
        {
            Instructions = instructions,
            Price = reader.Read7BitEncodedInt64(),
            StopPrice = reader.Read7BitEncodedInt64(),
            Quantity = reader.Read7BitEncodedInt64(),
            DisplayQuantity = reader.Read7BitEncodedInt64(),
            ExpireAt = reader.Read7BitEncodedInt64(),
        };
    }

    /// <summary>This order with what <see cref="WriteRareTo"/> wrote.</summary>
    public OrderSpec WithRareFrom(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return this with
        {
            Amount = reader.Read7BitEncodedInt64(),
            CashLimit = reader.Read7BitEncodedInt64(),
            TrailAmount = reader.Read7BitEncodedInt64(),
            TrailBasisPoints = reader.Read7BitEncodedInt(),
        };
    }

    /// <summary>Writes the whole order.</summary>
    public void WriteTo(BinaryWriter writer)
    {
        Instructions.WriteTo(writer);
        WriteCommonTo(writer);
        WriteRareTo(writer);
    }

    /// <summary>Reads what <see cref="WriteTo"/> wrote.</summary>
    public static OrderSpec ReadFrom(BinaryReader reader) =>
        ReadCommonFrom(reader, OrderInstructions.ReadFrom(reader)).WithRareFrom(reader);

    /// <summary>The whole order as bytes.</summary>
    public byte[] ToBytes()
    {
        using var buffer = new MemoryStream(32);
        using var writer = new BinaryWriter(buffer);
        WriteTo(writer);
        writer.Flush();
        return buffer.ToArray();
    }

    /// <summary>Reads what <see cref="ToBytes"/> made.</summary>
    public static OrderSpec FromBytes(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes, writable: false));
        return ReadFrom(reader);
    }
}
