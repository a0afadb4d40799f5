using System.IO.Hashing;
using TradingOps.Engine.Books;

namespace TradingOps.Engine.Markets;

/// <summary>The bytes of a market's whole state.</summary>
internal static class MarketSnapshot
{
    // Before version 4 nothing is known of settlement and deliveries. Only a market with busts is of version 5.
    private const byte Version = 5;
    private const byte PlainVersion = 4;

    public static void Write(BinaryWriter writer, Market market, MarketAccounts accounts)
    {
        var hasBusts = market.Busts.All.Count > 0;
        writer.Write(hasBusts ? Version : PlainVersion);
        WriteHeader(writer, market);
        accounts.Write(writer, withSettled: true);
        market.Settlement.Write(writer, withSessions: true);
        if (hasBusts) market.Busts.Write(writer);
        market.Book.WriteSnapshot(writer);
    }

    public static Market Read(BinaryReader reader)
    {
        var version = reader.ReadByte();
        if (version is < 3 or > Version)
            throw new InvalidDataException($"market snapshot of version {version}, expected {Version}");
        var symbol = reader.ReadString();
        var (sequence, time) = (reader.ReadInt64(), reader.ReadInt64());
        var (hasClose, close) = (reader.ReadBoolean(), reader.ReadInt64());
        var (accounts, settlement, busts) = (new MarketAccounts(), new MarketSettlement(), new TradeBusts());
        accounts.Read(reader, hasSettled: version > 3);
        if (version > 3) settlement.Read(reader);
        if (version > PlainVersion) busts.Read(reader);
        return new(symbol, OrderBook.ReadSnapshot(reader), accounts, settlement, busts)
        {
            Sequence = sequence,
            Time = time,
            TradedAt = time,
            LastClose = hasClose ? close : null,
        };
    }

    public static ulong Hash(Market market, MarketAccounts accounts)
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer);
        WriteHeader(writer, market);
        // A market without settlement has the number that earlier versions gave it.
        var isSettled = !market.Settlement.IsEmpty || accounts.All.Any(a => a.Settled != 0);
        accounts.Write(writer, isSettled);
        if (isSettled) market.Settlement.Write(writer, withSessions: false);
        if (market.Busts.All.Count > 0) market.Busts.Write(writer);
        writer.Write(market.Book.StateHash());
        writer.Flush();
        return XxHash3.HashToUInt64(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    private static void WriteHeader(BinaryWriter writer, Market market)
    {
        writer.Write(market.Symbol);
        writer.Write(market.Sequence);
        writer.Write(market.Time);
        writer.Write(market.LastClose.HasValue);
        writer.Write(market.LastClose ?? 0);
    }
}
