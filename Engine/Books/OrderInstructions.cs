using System.Text.Json.Serialization;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Risk;

namespace TradingOps.Engine.Books;

/// <summary>
/// What an order asks for that needs no unit: the same in the owner's request, in the command of its market, in the journal, in
/// the book and in every answer. Stored as 5 bytes.
/// </summary>
/// <remarks>
/// One word instead of single bytes: reading eight bytes that were just written one by one stalls the processor.
/// </remarks>
public readonly record struct OrderInstructions
{
    // Bits of the fifth byte.
    private const int PostOnlyBit = 32;
    private const int ReduceOnlyBit = 33;
    private const int RestsAtWorstBit = 34;
    private const int TriggerBits = 35;
    private const int ClassBits = 37;
    private const int HiddenBit = 39;
    private const ulong TwoBits = 3;

    private readonly ulong _bits;

    /// <summary>Instructions with these values.</summary>
    public OrderInstructions(
        Side side, OrderType type, TimeInForce timeInForce, SelfTradePrevention selfTradePrevention = default,
        bool postOnly = false) => _bits = (byte)side | ((ulong)(byte)type << 8) | ((ulong)(byte)timeInForce << 16)
        | ((ulong)(byte)selfTradePrevention << 24) | (postOnly ? 1UL << PostOnlyBit : 0);

    private OrderInstructions(ulong bits) => _bits = bits;

    /// <summary>Buy or sell.</summary>
    public Side Side
    {
        get => (Side)(byte)_bits;
        init => _bits = With(0, byte.MaxValue, (byte)value);
    }

    /// <summary>Market, limit, ...</summary>
    public OrderType Type
    {
        get => (OrderType)(byte)(_bits >> 8);
        init => _bits = With(8, byte.MaxValue, (byte)value);
    }

    /// <summary>Day, GTC, ...</summary>
    public TimeInForce TimeInForce
    {
        get => (TimeInForce)(byte)(_bits >> 16);
        init => _bits = With(16, byte.MaxValue, (byte)value);
    }

    /// <summary>What to do instead of trading with oneself.</summary>
    public SelfTradePrevention SelfTradePrevention
    {
        get => (SelfTradePrevention)(byte)(_bits >> 24);
        init => _bits = With(24, byte.MaxValue, (byte)value);
    }

    /// <summary>It never takes: the order is canceled if it would trade on entry.</summary>
    public bool PostOnly
    {
        get => (_bits >> PostOnlyBit & 1) != 0;
        init => _bits = With(PostOnlyBit, 1, value ? 1UL : 0);
    }

    /// <summary>It never makes a position larger: what the position does not bear any more is canceled.</summary>
    public bool ReduceOnly
    {
        get => (_bits >> ReduceOnlyBit & 1) != 0;
        init => _bits = With(ReduceOnlyBit, 1, value ? 1UL : 0);
    }

    /// <summary>The book shows nothing of it: at its price it comes behind all that is shown.</summary>
    public bool Hidden
    {
        get => (_bits >> HiddenBit & 1) != 0;
        init => _bits = With(HiddenBit, 1, value ? 1UL : 0);
    }

    /// <summary>
    /// For a market order, or a stop that becomes one: the rest of it stays in the book at its worst price, as at CME, instead
    /// of being canceled.
    /// </summary>
    public bool RestsAtWorst
    {
        get => (_bits >> RestsAtWorstBit & 1) != 0;
        init => _bits = With(RestsAtWorstBit, 1, value ? 1UL : 0);
    }

    /// <summary>The price that the order watches while it waits.</summary>
    public TriggerPrice Trigger
    {
        get => (TriggerPrice)(_bits >> TriggerBits & TwoBits);
        init => _bits = With(TriggerBits, TwoBits, (ulong)value & TwoBits);
    }

    /// <summary>Which other orders come with it.</summary>
    public OrderClass Class
    {
        get => (OrderClass)(_bits >> ClassBits & TwoBits);
        init => _bits = With(ClassBits, TwoBits, (ulong)value & TwoBits);
    }

    /// <summary>
    /// The side of the orders that come with it: the two orders of a pair close the same position, an exit closes what its entry
    /// opens.
    /// </summary>
    [JsonIgnore]
    public Side ExitSide => Class == OrderClass.Oco == (Side == Side.Buy) ? Side.Buy : Side.Sell;

    /// <summary>Whether every value is one that exists.</summary>
    [JsonIgnore]
    public bool AreKnown => Side <= Side.Sell && Type <= OrderType.LimitIfTouched && TimeInForce <= TimeInForce.Cls
        && SelfTradePrevention <= SelfTradePrevention.None && Trigger <= TriggerPrice.Mark;

    /// <summary>Whether the type goes with everything else.</summary>
    [JsonIgnore]
    public bool AreConsistent => Type.Allows(TimeInForce) && Type.Allows(Trigger)
        && (!PostOnly || Type.RestsAtLimit(TimeInForce));

    /// <summary>Whether it asks for nothing but a side, a type, a time and a way to treat its own orders.</summary>
    internal bool ArePlain => _bits >> (PostOnlyBit + 1) == 0;

    /// <summary>What does not go together, in the words of the API; null if <see cref="AreConsistent"/>.</summary>
    public Refusal? FindContradiction()
    {
        if (!Type.Allows(TimeInForce))
            return new(TradingError.InvalidTimeInForce, TimeInForce.IsOfAuction()
                ? "time_in_force opg and cls go with market and limit orders"
                : "time_in_force gtd does not go with a market order");
        if (!Type.Allows(Trigger))
            return new(
                TradingError.UnexpectedField, "trigger goes with orders that wait for a price, other than trailing stops");
        return AreConsistent
            ? null
            : new(TradingError.InvalidPostOnly, "post_only true goes with limit orders that may rest");
    }

    /// <summary>The instructions of a number that <see cref="ToBits"/> returned.</summary>
    public static OrderInstructions FromBits(ulong bits) => new(bits);

    /// <summary>The instructions as one number, for a message; its upper 24 bits are 0.</summary>
    public ulong ToBits() => _bits;

    /// <summary>Writes the 5 bytes.</summary>
    public void WriteTo(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write((uint)_bits);
        writer.Write((byte)(_bits >> PostOnlyBit));
    }

    /// <summary>Reads what <see cref="WriteTo"/> wrote.</summary>
    public static OrderInstructions ReadFrom(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return new(reader.ReadUInt32() | (ulong)reader.ReadByte() << PostOnlyBit);
    }

    private ulong With(int shift, ulong mask, ulong value) => (_bits & ~(mask << shift)) | (value << shift);
}
