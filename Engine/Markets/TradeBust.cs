using TradingOps.Engine.Books;

namespace TradingOps.Engine.Markets;

/// <summary>A trade that is to be undone (busted), or to have another price (corrected): two people decide it.</summary>
public sealed record TradeBust
{
    /// <summary>Sequence of the record that holds the trade.</summary>
    public required long Sequence { get; init; }

    /// <summary>Its place among that record's trades: 1, 2, ...</summary>
    public required int Trade { get; init; }

    /// <summary>Side of <see cref="Account"/>.</summary>
    public required Side Side { get; init; }

    /// <summary>Lots traded.</summary>
    public required long Lots { get; init; }

    /// <summary>The price that stands, in ticks: the one it traded at, or was corrected to.</summary>
    public required long Price { get; init; }

    /// <summary>The price from now on, in ticks; null where the trade is busted.</summary>
    public long? NewPrice { get; init; }

    /// <summary>It was made when an auction ended.</summary>
    public bool IsAuction { get; init; }

    /// <summary>When it was made, microseconds since the Unix epoch: its fees are those of then.</summary>
    public required long TradedAt { get; init; }

    /// <summary>The account that took; in an auction the buyer.</summary>
    public required string Account { get; init; }

    /// <summary>The account that rested.</summary>
    public required string CounterAccount { get; init; }

    /// <summary>Who asked for it.</summary>
    public required string AskedBy { get; init; }

    /// <summary>Who agreed, which makes it so; null until then.</summary>
    public string? AgreedBy { get; init; }

    /// <summary>Whether it is done.</summary>
    public bool IsAgreed => AgreedBy is not null;

    /// <summary>
    /// What is known of a trade after a person asked for something: agreed if another person had asked for the same, else the new
    /// request. Null where it changes nothing.
    /// </summary>
    /// <param name="before">What is known of the trade.</param>
    /// <param name="asked">What is asked.</param>
    /// <param name="needsTwo">Whether it takes another person to agree.</param>
    public static TradeBust? After(TradeBust? before, TradeBust asked, bool needsTwo)
    {
        if (!needsTwo) return asked with { AgreedBy = asked.AskedBy };
        if (before is null || before.IsAgreed || (before.Price, before.NewPrice) != (asked.Price, asked.NewPrice)) return asked;
        return before.AskedBy == asked.AskedBy ? null : before with { AgreedBy = asked.AskedBy };
    }

    /// <summary>A request to bust a trade, as it was made; null if the record has no such trade.</summary>
    /// <param name="record">The record that holds it.</param>
    /// <param name="trade">Its place among that record's trades: 1, 2, ...</param>
    /// <param name="askedBy">Who asks.</param>
    public static TradeBust? Of(MarketRecord record, int trade, string askedBy)
    {
        var number = 0;
        foreach (var e in record.Events)
        {
            if (e.Kind != BookEventKind.Traded || ++number != trade) continue;
            return new()
            {
                Sequence = record.Sequence,
                Trade = trade,
                Side = e.Side,
                Lots = e.Quantity,
                Price = e.Price,
                IsAuction = e.IsAuction,
                TradedAt = record.Command.Time,
                Account = record.NameOf(e.Account),
                CounterAccount = record.NameOf(e.CounterAccount),
                AskedBy = askedBy,
            };
        }
        return null;
    }

    internal void WriteTo(BinaryWriter writer)
    {
        writer.Write7BitEncodedInt64(Sequence);
        writer.Write7BitEncodedInt(Trade);
        writer.Write((byte)Side);
        writer.Write7BitEncodedInt64(Lots);
        writer.Write7BitEncodedInt64(Price);
        writer.Write(NewPrice.HasValue);
        writer.Write7BitEncodedInt64(NewPrice ?? 0);
        writer.Write(IsAuction);
        writer.Write7BitEncodedInt64(TradedAt);
        writer.Write(Account);
        writer.Write(CounterAccount);
        writer.Write(AskedBy);
        writer.Write(AgreedBy ?? "");
    }

    internal static TradeBust ReadFrom(BinaryReader reader)
    {
        var bust = new TradeBust
        {
            Sequence = reader.Read7BitEncodedInt64(),
            Trade = reader.Read7BitEncodedInt(),
            Side = (Side)reader.ReadByte(),
            Lots = reader.Read7BitEncodedInt64(),
            Price = reader.Read7BitEncodedInt64(),
            NewPrice = ReadPrice(reader),
            IsAuction = reader.ReadBoolean(),
            TradedAt = reader.Read7BitEncodedInt64(),
            Account = reader.ReadString(),
            CounterAccount = reader.ReadString(),
            AskedBy = reader.ReadString(),
        };
        var agreed = reader.ReadString();
        return agreed.Length == 0 ? bust : bust with { AgreedBy = agreed };
    }

    private static long? ReadPrice(BinaryReader reader)
    {
        var (hasPrice, price) = (reader.ReadBoolean(), reader.Read7BitEncodedInt64());
        return hasPrice ? price : null;
    }
}
