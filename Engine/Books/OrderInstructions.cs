using System.Text.Json.Serialization;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Risk;

namespace TradingOps.Engine.Books;

/// <summary>
/// What an order asks for that needs no unit: the same in the owner's request, in the command of its market, in the journal, in
/// the book and in every answer. 5 bytes, in memory and stored.
/// </summary>
/// <param name="Side">Buy or sell.</param>
/// <param name="Type">Market, limit, ...</param>
/// <param name="TimeInForce">Day, GTC, ...</param>
/// <param name="SelfTradePrevention">What to do instead of trading with oneself.</param>
/// <param name="PostOnly">It never takes: the order is canceled if it would trade on entry.</param>
public readonly record struct OrderInstructions(
    Side Side, OrderType Type, TimeInForce TimeInForce, SelfTradePrevention SelfTradePrevention = default, bool PostOnly = false)
{
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
        if (!Type.Allows(TimeInForce))
            return new(TradingError.InvalidTimeInForce,
                $"time_in_force {TimeInForce.ToString().ToLowerInvariant()} does not go with "
                + (Type.Waits() ? "a stop" : "a market order, which never rests: day, gtc or fok"));
        return AreConsistent ? null : new(TradingError.InvalidPostOnly, "post_only true goes with limit orders that may rest");
    }

    /// <summary>The 5 bytes.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[5];
        using var writer = new BinaryWriter(new MemoryStream(bytes));
        WriteTo(writer);
        return bytes;
    }

    /// <summary>Reads what <see cref="ToBytes"/> made.</summary>
    public static OrderInstructions FromBytes(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes, writable: false));
        return ReadFrom(reader);
    }

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
}
