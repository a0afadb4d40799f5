using System.Collections.Immutable;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Grains;
using TradingOps.Grains.Journaling;
using TradingOps.Grains.Orders;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>
/// Answers questions from the index; a trade is read from the record that holds it. <see cref="TradingUnavailableException"/>
/// where the disk cannot be read.
/// </summary>
internal sealed class EmbeddedOrderQueries(OrderIndex orders, IJournal journal, InstrumentCatalogue catalogue) : IOrderQueries
{
    public ValueTask<OrderView?> FindOrderAsync(string id, CancellationToken cancellationToken) =>
        Answer(() => orders.Find(id));

    public ValueTask<IReadOnlyList<OrderView>> FindOrdersAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<OrderView>>(() => [.. ids.Select(orders.Find).OfType<OrderView>()]);

    public ValueTask<IReadOnlyList<OrderView>> FindByClientOrderIdsAsync(
        string account, IReadOnlyList<string> clientOrderIds, CancellationToken cancellationToken) =>
        Answer(() => orders.FindByClientOrderIds(account, clientOrderIds));

    public IAsyncEnumerable<string>? ListClientOrderIds(string account, string after, CancellationToken cancellationToken) =>
        null;

    public ValueTask<OrderPage> ListOrdersAsync(OrderFilter filter, CancellationToken cancellationToken) =>
        Answer(() => orders.List(filter));

    public ValueTask<IReadOnlyCollection<string>> ListSymbolsAsync(string account, CancellationToken cancellationToken) =>
        ValueTask.FromResult(orders.ListSymbols(account));

    public async ValueTask<TradeView?> FindTradeAsync(string id, CancellationToken cancellationToken)
    {
        if (!OrderIds.TryParseTrade(id, out var symbol, out var sequence, out var trade)) return null;
        if (!catalogue.TryGet(symbol, out var instrument)) return null;
        try
        {
            await foreach (var stored in journal.ReadAsync(JournalStreams.Book(symbol), sequence, cancellationToken))
                return Trade(id, instrument, MarketRecordCodec.Decode(stored.Payload), trade);
            return null;
        }
        catch (JournalException e)
        {
            throw Unavailable(e);
        }
    }

    public async ValueTask<TradePage> ListTradesAsync(TradeFilter filter, CancellationToken cancellationToken)
    {
        if (await Answer(() => orders.Trades.List(filter)) is not { } page) return TradePage.Unknown;
        var trades = ImmutableArray.CreateBuilder<TradeView>();
        foreach (var id in page.Ids)
            if (await FindTradeAsync(id, cancellationToken) is { } trade && filter.Wants(trade))
                trades.Add(trade);
        return new(trades.ToImmutable(), page.Next);
    }

    private static ValueTask<T> Answer<T>(Func<T> read)
    {
        try
        {
            return ValueTask.FromResult(read());
        }
        catch (JournalException e)
        {
            throw Unavailable(e);
        }
    }

    private static TradingUnavailableException Unavailable(JournalException e) =>
        new(e.Code, $"the store cannot be read: {e.Message}");

    private TradeView? Trade(string id, Instrument instrument, MarketRecord record, int trade)
    {
        var trades = record.Events.Where(e => e.Kind == BookEventKind.Traded).ToArray();
        if (trade > trades.Length) return null;
        var e = trades[trade - 1];
        var (taker, maker) = (
            OrderIds.Format(instrument.Symbol, e.OrderId), OrderIds.Format(instrument.Symbol, e.CounterOrderId));
        var fate = orders.Trades.FateOf(id);
        return new(id, instrument.Symbol, e.Side, instrument.ToQuantity(e.Quantity), instrument.ToPrice(e.Price),
            Time.FromMicroseconds(record.Command.Time),
            taker, record.NameOf(e.Account), maker, record.NameOf(e.CounterAccount), e.IsAuction,
            orders.TagOf(taker), orders.TagOf(maker))
        {
            CorrectedPrice = fate?.NewPrice is { } price ? instrument.ToPrice(price) : null,
            BustedAt = fate is { NewPrice: null, Time: var bustedAt } ? Time.FromMicroseconds(bustedAt) : null,
        };
    }
}
