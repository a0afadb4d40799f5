using System.Text.Json;
using TradingOps.Bodies;
using TradingOps.Bodies.Accounts;
using TradingOps.Bodies.Books;
using TradingOps.Bodies.Breakers;
using TradingOps.Bodies.Incidents;
using TradingOps.Bodies.Instruments;
using TradingOps.Bodies.MarketData;
using TradingOps.Bodies.Orders;
using TradingOps.Bodies.Trades;
using TradingOps.Grains.Accounts;
using TradingOps.Grains.Books;
using TradingOps.Grains.Breakers;
using TradingOps.Grains.Feeds;
using TradingOps.Grains.Incidents;
using TradingOps.Grains.Instruments;
using TradingOps.Grains.MarketData;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Kafka;

/// <summary>Makes messages. The bodies are those of the API and of the event streams.</summary>
public static class KafkaMessages
{
    /// <summary>An order as it stands, at a change of it.</summary>
    public static KafkaMessage Order(OrderChange change, string source, OrderView order) => new(
        KafkaTopic.Orders, order.Id, JsonSerializer.SerializeToUtf8Bytes(OrderBody.From(order), StateJson.Default.OrderBody),
        "order", order.Id, source, change.Sequence, change.Place, Time.ToMicroseconds(change.At));

    /// <summary>What happened to an order.</summary>
    public static KafkaMessage Execution(OrderChange change, string source) => new(
        KafkaTopic.Executions, change.Account,
        JsonSerializer.SerializeToUtf8Bytes(OrderEventBody.From(change), EventJson.Default.OrderEventBody), "execution",
        change.OrderId, source, change.Sequence, change.Place, Time.ToMicroseconds(change.At));

    /// <summary>A trade.</summary>
    public static KafkaMessage Trade(OrderChange change) => new(
        KafkaTopic.Trades, change.Symbol, JsonSerializer.SerializeToUtf8Bytes(TapeBody.From(change), EventJson.Default.TapeBody),
        "trade", change.Symbol, change.Symbol, change.Sequence, change.Place, Time.ToMicroseconds(change.At));

    /// <summary>A trade that was busted or corrected.</summary>
    /// <param name="revision">What was done.</param>
    /// <param name="place">Behind all changes of its record.</param>
    public static KafkaMessage Revision(TradeRevision revision, int place) => new(
        KafkaTopic.Trades, revision.Symbol,
        JsonSerializer.SerializeToUtf8Bytes(TapeRevisionBody.From(revision), EventJson.Default.TapeRevisionBody),
        revision.NewPrice is null ? "trade_bust" : "trade_correction", revision.Symbol, revision.Symbol, revision.Sequence, place,
        Time.ToMicroseconds(revision.At));

    /// <summary>A trade in the short form.</summary>
    public static KafkaMessage Tick(OrderChange change) => new(
        KafkaTopic.Ticks, change.Symbol, JsonSerializer.SerializeToUtf8Bytes(TickBody.From(change), EventJson.Default.TickBody),
        "tick", change.Symbol, change.Symbol, change.Sequence, change.Place, Time.ToMicroseconds(change.At));

    /// <summary>The prices of a symbol.</summary>
    public static KafkaMessage Quote(PriceView price, long time) => new(
        KafkaTopic.Quotes, price.Symbol,
        JsonSerializer.SerializeToUtf8Bytes(LatestPriceBody.From(price), EventJson.Default.LatestPriceBody), "quote",
        price.Symbol, "$" + price.Symbol, time, 0, time);

    /// <summary>The best levels of a book.</summary>
    public static KafkaMessage Book(BookView book, long time) => new(
        KafkaTopic.Books, book.Symbol, JsonSerializer.SerializeToUtf8Bytes(BookBody.From(book), StateJson.Default.BookBody),
        "book", book.Symbol, book.Symbol, book.Sequence, 0, time);

    /// <summary>A position as it stands; without one, a tombstone.</summary>
    public static KafkaMessage Position(string account, string symbol, PositionView? position, long number, long time) => new(
        KafkaTopic.Positions, $"{account}|{symbol}", position is null ? null : JsonSerializer.SerializeToUtf8Bytes(
            new PositionEventBody(account, PositionBody.From(position)), EventJson.Default.PositionEventBody),
        "position", symbol, $"@{account}|{symbol}", number, position is null ? 1 : 0, time);

    /// <summary>The figures of an account.</summary>
    public static KafkaMessage Account(AccountView account, long time) => new(
        KafkaTopic.Accounts, account.Account,
        JsonSerializer.SerializeToUtf8Bytes(AccountBody.From(account), StateJson.Default.AccountBody), "account",
        account.Account, "@" + account.Account, time, 0, time);

    /// <summary>An instrument as it stands.</summary>
    public static KafkaMessage Instrument(InstrumentView instrument, long sequence, int place, long time) => new(
        KafkaTopic.Instruments, instrument.Symbol,
        JsonSerializer.SerializeToUtf8Bytes(InstrumentBody.From(instrument), StateJson.Default.InstrumentBody), "instrument",
        instrument.Symbol, "catalogue", sequence, place, time);

    /// <summary>A change of a breaker; one that never changed stands as it does now.</summary>
    public static KafkaMessage Breaker(BreakerView breaker, long now) => new(
        KafkaTopic.Breakers, breaker.Scope,
        JsonSerializer.SerializeToUtf8Bytes(BreakerBody.Of(breaker), StateJson.Default.BreakerBody), "breaker", breaker.Scope,
        breaker.Scope, breaker.Sequence, 0, breaker.At is { } at ? Time.ToMicroseconds(at) : now);

    /// <summary>An incident as it stands.</summary>
    public static KafkaMessage Incident(IncidentView incident)
    {
        var body = IncidentBody.From(incident);
        return new(
            KafkaTopic.Incidents, body.Id, JsonSerializer.SerializeToUtf8Bytes(body, StateJson.Default.IncidentBody), "incident",
            body.Id, body.Id, incident.Timeline.Length, 0, Time.ToMicroseconds(incident.Timeline[^1].At));
    }
}
