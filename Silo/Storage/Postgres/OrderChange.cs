using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Orders;

namespace TradingOps.Silo.Storage.Postgres;

/// <summary>What the reports of one batch do to an order that is in the table already.</summary>
internal sealed class OrderChange(string id, Instrument instrument)
{
    private long _filled;
    private decimal _filledValue;

    /// <summary>The order.</summary>
    public string Id { get; } = id;

    /// <summary>The status that it ends with, or null if it stays as it is.</summary>
    public string? Status { get; private set; }

    /// <summary>Shares or contracts filled in addition.</summary>
    public decimal Filled => instrument.ToQuantity(_filled);

    /// <summary>Price times quantity filled in addition.</summary>
    public decimal FilledValue => _filledValue;

    /// <summary>Shares or contracts that are open in the end.</summary>
    public decimal Remaining { get; private set; }

    /// <summary>Where the size was changed: what was open then, with what this batch had filled before.</summary>
    public decimal? Resized { get; private set; }

    /// <summary>The limit price from now on, of an order that has one, or null if it stays.</summary>
    public decimal? Price { get; private set; }

    /// <summary>The stop price from now on, or null if it stays.</summary>
    public decimal? StopPrice { get; private set; }

    /// <summary>How far it trails from now on, or null if it stays.</summary>
    public decimal? Trail { get; set; }

    /// <summary>Why the rest is gone.</summary>
    public string? Reason { get; private set; }

    /// <summary>When it last changed.</summary>
    public DateTime UpdatedAt { get; private set; }

    /// <summary>Adds one report; each once, in order.</summary>
    public void Add(in ExecutionReport report)
    {
        UpdatedAt = Grains.Time.FromMicroseconds(report.Time).UtcDateTime;
        Status = OrderProjection.StatusAfter(report) is { } status ? Rows.NameOf(status) : Status;
        Remaining = instrument.ToQuantity(OrderProjection.RemainingAfter(report));
        Reason = OrderProjection.ReasonAfter(report) ?? Reason;
        StopPrice = OrderProjection.StopPriceAfter(report) is { } stop ? instrument.ToPrice(stop) : StopPrice;
        Price = OrderProjection.LimitPriceAfter(report) is { } limit ? instrument.ToPrice(limit) : Price;
        if (report.Kind == BookEventKind.Traded)
        {
            _filled += report.Quantity;
            _filledValue += instrument.ToPrice(report.Price) * instrument.ToQuantity(report.Quantity);
        }
        if (OrderProjection.Resizes(report)) Resized = Filled + Remaining;
    }
}
