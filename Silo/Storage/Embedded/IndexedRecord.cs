using TradingOps.Engine.Accounts;
using TradingOps.Engine.Markets;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>A record as the query index reads it: of a market, or of an account.</summary>
/// <param name="Owner">The symbol or the account.</param>
/// <param name="Market">The market's record.</param>
/// <param name="Account">The account's record.</param>
internal sealed record IndexedRecord(string Owner, MarketRecord? Market, AccountRecord? Account)
{
    /// <summary>The client order id that the record uses up, with its account; null if none.</summary>
    public (string Account, string ClientOrderId)? ClientKey =>
        Market is { ClientOrderId: { } id } ? (Market.NameOf(Market.Command.Account), id)
        : Account is { Denied.ClientOrderId: { } denied } ? (Owner, denied)
        : null;
}
