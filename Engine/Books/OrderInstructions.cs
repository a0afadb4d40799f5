using System.Text.Json.Serialization;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Risk;

namespace TradingOps.Engine.Books;

/// <summary>
/// What an order asks for that needs no unit: the same in the owner's request, in the command of its market, in the journal, in
/// the book and in every answer. Stored as 5 bytes.
/// </summary>
/// <remarks>
/// One word instead of five bytes: reading eight bytes that were just written one by one stalls the processor.
/// </remarks>
public readonly record struct OrderInstructions
{
    private readonly ulong _bits;

    /// <summary>Instructions with these values.</summary>
    public OrderInstructions(
        Side side, OrderType type, TimeInForce timeInForce, SelfTradePrevention selfTradePrevention = default,
        bool postOnly = false) => _bits = (byte)side | ((ulong)(byte)type << 8) | ((ulong)(byte)timeInForce << 16)
        | ((ulong)(byte)selfTradePrevention << 24) | (postOnly ? 1UL << 32 : 0);

    private OrderInstructions(ulong bits) => _bits = bits;

    /// <summary>Buy or sell.</summary>
    public Side Side
    {
        get => (Side)(byte)_bits;
        init => _bits = With(0, (byte)value);
    }

    /// <summary>Market, limit, ...</summary>
    public OrderType Type
    {
        get => (OrderType)(byte)(_bits >> 8);
        init => _bits = With(8, (byte)value);
    }

    /// <summary>Day, GTC, ...</summary>
    public TimeInForce TimeInForce
    {
        get => (TimeInForce)(byte)(_bits >> 16);
        init => _bits = With(16, (byte)value);
    }

    /// <summary>What to do instead of trading with oneself.</summary>
    public SelfTradePrevention SelfTradePrevention
    {
        get => (SelfTradePrevention)(byte)(_bits >> 24);
        init => _bits = With(24, (byte)value);
    }

    /// <summary>It never takes: the order is canceled if it would trade on entry.</summary>
    public bool PostOnly
    {
        get => (byte)(_bits >> 32) != 0;
        init => _bits = With(32, value ? (byte)1 : (byte)0);
    }

    /// <summary>Whether every value is one that exists.</summary>
    [JsonIgnore]
    public bool AreKnown => Side <= Side.Sell && Type <= OrderType.TrailingStop && TimeInForce <= TimeInForce.Gtd
        && SelfTradePrevention <= SelfTradePrevention.None;

    /// <summary>Whether the type goes with the time in force and, if it is post-only, with that.</summary>
    [JsonIgnore]
    public bool AreConsistent => Type.Allows(TimeInForce) && (!PostOnly || Type.RestsAtLimit(TimeInForce));

    /// <summary>What does not go together, in the words of the API; null if <see cref="AreConsistent"/>.</summary>
    public Refusal? FindContradiction()
    {
        if (AreConsistent) return null;
        if (PostOnly && (Type.Allows(TimeInForce) || !Type.Waits()))
            return new(TradingError.InvalidPostOnly, "post_only true goes with limit orders that may rest");
        return new(TradingError.InvalidTimeInForce,
            $"time_in_force {TimeInForce.ToString().ToLowerInvariant()} does not go with "
            + (Type.Waits() ? "a stop" : "a market order, which never rests: day, gtc or fok"));
    }

    /// <summary>The instructions of a number that <see cref="ToBits"/> returned.</summary>
    public static OrderInstructions FromBits(ulong bits) => new(bits);

    /// <summary>The instructions as one number, for a message; its upper 31 bits are 0.</summary>
    public ulong ToBits() => _bits;

    /// <summary>Writes the 5 bytes.</summary>
    public void WriteTo(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write((byte)Side);
        writer.Write((byte)Type);
        writer.Write((byte)TimeInForce);
        writer.Write((byte)SelfTradePrevention);
        writer.Write(PostOnly);
    }

    /// <summary>Reads what <see cref="WriteTo"/> wrote.</summary>
    public static OrderInstructions ReadFrom(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return new(
            (Side)reader.ReadByte(), (OrderType)reader.ReadByte(), (TimeInForce)reader.ReadByte(),
            (SelfTradePrevention)reader.ReadByte(), reader.ReadBoolean());
    }

    private ulong With(int shift, byte value) => (_bits & ~(0xFFUL << shift)) | ((ulong)value << shift);
}
