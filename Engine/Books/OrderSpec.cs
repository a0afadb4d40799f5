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
    /// Limit price in whole ticks; may be negative for spreads. Of a market order, and of a stop that becomes one, the worst
    /// price that it may trade at; of a trailing stop, how far beyond its stop price it may trade; 0 for any. For Replace, the
    /// new price, of a trailing stop 0 for the distance that it has; for the session <see cref="SessionState.Settled"/>, the
    /// settlement price in parts of a tick.
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
    public long Amount
    {
        get => Rare?.Amount ?? 0;
        init
        {
            if (value != Amount) Rare = Normal(Extras with { Amount = value });
        }
    }

    /// <summary>
    /// For a fill-or-kill order, ticks x lots: the most that a buy may cost, the least that a sell must yield, in total; 0
    /// for none.
    /// </summary>
    public long CashLimit
    {
        get => Rare?.CashLimit ?? 0;
        init
        {
            if (value != CashLimit) Rare = Normal(Extras with { CashLimit = value });
        }
    }

    /// <summary>How far a trailing stop stays behind the last trade, in ticks; 0 when it trails by percentage.</summary>
    public long TrailAmount
    {
        get => Rare?.TrailAmount ?? 0;
        init
        {
            if (value != TrailAmount) Rare = Normal(Extras with { TrailAmount = value });
        }
    }

    /// <summary>
    /// How far a trailing stop stays behind the last trade, in hundredths of a percent (1 to 9,999); 0 for ticks.
    /// </summary>
    public int TrailBasisPoints
    {
        get => Rare?.TrailBasisPoints ?? 0;
        init
        {
            if (value != TrailBasisPoints) Rare = Normal(Extras with { TrailBasisPoints = value });
        }
    }

    /// <summary>Lots that must trade when it first takes part, or it is canceled; 0 for any.</summary>
    public long MinQuantity
    {
        get => Rare?.MinQuantity ?? 0;
        init
        {
            if (value != MinQuantity) Rare = Normal(Extras with { MinQuantity = value });
        }
    }

    /// <summary>
    /// How far through the market it may trade at most, in ticks, as its owner asked: the account turns it into a worst price.
    /// 0 for what the instrument allows.
    /// </summary>
    public long MaxSlippage
    {
        get => Rare?.MaxSlippage ?? 0;
        init
        {
            if (value != MaxSlippage) Rare = Normal(Extras with { MaxSlippage = value });
        }
    }

    /// <summary>Limit price of the exit that takes the profit, in ticks; 0 without one.</summary>
    public long TakeProfitPrice
    {
        get => Rare?.TakeProfitPrice ?? 0;
        init
        {
            if (value != TakeProfitPrice) Rare = Normal(Extras with { TakeProfitPrice = value });
        }
    }

    /// <summary>Stop price of the exit that limits the loss, in ticks; 0 without one.</summary>
    public long StopLossPrice
    {
        get => Rare?.StopLossPrice ?? 0;
        init
        {
            if (value != StopLossPrice) Rare = Normal(Extras with { StopLossPrice = value });
        }
    }

    /// <summary>Limit price of the exit that limits the loss, in ticks; 0 if it becomes a market order.</summary>
    public long StopLossLimit
    {
        get => Rare?.StopLossLimit ?? 0;
        init
        {
            if (value != StopLossLimit) Rare = Normal(Extras with { StopLossLimit = value });
        }
    }

    /// <summary>The worst price of the exit that limits the loss, in ticks, if it becomes a market order; 0 for any.</summary>
    public long StopLossWorst
    {
        get => Rare?.StopLossWorst ?? 0;
        init
        {
            if (value != StopLossWorst) Rare = Normal(Extras with { StopLossWorst = value });
        }
    }

    /// <summary>Whether it says how far a trailing stop stays behind.</summary>
    [JsonIgnore]
    public bool HasTrail => Rare is { } rare && (rare.TrailAmount | (uint)rare.TrailBasisPoints) != 0;

    /// <summary>
    /// Whether it can enter a market that does not match now: it waits, or rests without a look at the other side.
    /// </summary>
    [JsonIgnore]
    public bool CanRestUnmatched => !Type.MustTradeNow(TimeInForce) && (MinQuantity == 0 || Type.Waits());

    /// <summary>Whether it asks for nothing that <see cref="WriteRareTo"/> writes.</summary>
    [JsonIgnore]
    public bool IsCommon => Rare is null;

    private OrderExtras? Rare { get; init; }

    private OrderExtras Extras => Rare ?? OrderExtras.None;

    /// <summary>A worst price as <see cref="Price"/> holds it: 0 would mean any, so it is a tick better.</summary>
    public static long AsWorst(Side side, long worst) => worst != 0 ? worst : side == Side.Buy ? -1 : 1;

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
        writer.Write7BitEncodedInt64(MinQuantity);
        writer.Write7BitEncodedInt64(MaxSlippage);
        writer.Write7BitEncodedInt64(TakeProfitPrice);
        writer.Write7BitEncodedInt64(StopLossPrice);
        writer.Write7BitEncodedInt64(StopLossLimit);
        writer.Write7BitEncodedInt64(StopLossWorst);
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
        var earlier = ReadRareOfVersion2(reader);
        return this with
        {
            Rare = Normal(earlier with
            {
                MinQuantity = reader.Read7BitEncodedInt64(),
                MaxSlippage = reader.Read7BitEncodedInt64(),
                TakeProfitPrice = reader.Read7BitEncodedInt64(),
                StopLossPrice = reader.Read7BitEncodedInt64(),
                StopLossLimit = reader.Read7BitEncodedInt64(),
                StopLossWorst = reader.Read7BitEncodedInt64(),
            }),
        };
    }

    /// <summary>This order with what records up to version 2 hold of it.</summary>
    public OrderSpec WithRareOfVersion2From(BinaryReader reader) => this with { Rare = Normal(ReadRareOfVersion2(reader)) };

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

    /// <summary>Null where nothing is asked for, so that equal orders have equal fields.</summary>
    private static OrderExtras? Normal(OrderExtras extras) => extras == OrderExtras.None ? null : extras;

    private static OrderExtras ReadRareOfVersion2(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return new()
        {
            Amount = reader.Read7BitEncodedInt64(),
            CashLimit = reader.Read7BitEncodedInt64(),
            TrailAmount = reader.Read7BitEncodedInt64(),
            TrailBasisPoints = reader.Read7BitEncodedInt(),
        };
    }
}
