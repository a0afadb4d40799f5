using TradingOps.Engine.Accounts;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Journaling;

namespace TradingOps.Silo.Storage;

/// <summary>A record as queries read it: of a market, or of an account.</summary>
/// <param name="Owner">The symbol or the account.</param>
/// <param name="Market">The market's record.</param>
/// <param name="Account">The account's record.</param>
internal sealed record StoredRecord(string Owner, MarketRecord? Market, AccountRecord? Account)
{
    /// <summary>The catalogue's record.</summary>
    public InstrumentChange? Instrument { get; private init; }

    /// <summary>The client order id that the record uses up, with its account; null if none.</summary>
    public (string Account, string ClientOrderId)? ClientKey =>
        Market is { ClientOrderId: { } id } ? (Market.FindAccount()!, id)
        : Account is { Denied.ClientOrderId: { } denied } ? (Owner, denied)
        : null;

    /// <summary>Reads a record by the kind of its stream; null if queries know no such kind.</summary>
    public static StoredRecord? Read(string stream, ReadOnlyMemory<byte> payload)
    {
        if (JournalStreams.SymbolOf(stream) is { } symbol) return new(symbol, MarketRecordCodec.Decode(payload), null);
        if (JournalStreams.AccountOf(stream) is { } account) return new(account, null, AccountJson.DecodeRecord(payload.Span));
        return stream == JournalStreams.Catalogue
            ? new(stream, null, null) { Instrument = InstrumentJson.Decode(payload.Span) }
            : null;
    }
}
