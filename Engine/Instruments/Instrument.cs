using System.Text.Json.Serialization;
using TradingOps.Engine.Books;
using TradingOps.Engine.Sessions;

namespace TradingOps.Engine.Instruments;

/// <summary>
/// A tradable contract. Symbol, tick, lot and multiplier never change once orders exist: the journal keeps ticks and lots.
/// </summary>
public sealed record Instrument
{
    /// <summary>
    /// Largest price or quantity, in ticks or lots, that the engine takes: products of the two stay within 64 bits.
    /// </summary>
    public const long MaxUnits = 1_000_000_000;

    /// <summary>Ticker, OSI symbol or futures code, upper case; unique.</summary>
    public required string Symbol { get; init; }

    /// <summary>Equity, options or futures.</summary>
    public required AssetClass AssetClass { get; init; }

    /// <summary>ISO 4217 code of price and P&amp;L.</summary>
    public string Currency { get; init; } = "USD";

    /// <summary>What prices are multiples of, in currency; positive.</summary>
    public required decimal TickSize { get; init; }

    /// <summary>The ticks of orders by their price; null where each is <see cref="TickSize"/>.</summary>
    public TickTable? Ticks { get; init; }

    /// <summary>The ticks from <see cref="NextTicksFrom"/> on.</summary>
    public TickTable? NextTicks { get; init; }

    /// <summary>The first trading day of <see cref="NextTicks"/>; null if no change is planned.</summary>
    public DateOnly? NextTicksFrom { get; init; }

    /// <summary>The ticks of orders on a trading day; null where each is <see cref="TickSize"/>.</summary>
    public TickTable? TicksOn(DateOnly day) => NextTicksFrom <= day ? NextTicks : Ticks;

    /// <summary>Smallest quantity step, in shares or contracts; positive.</summary>
    public decimal LotSize { get; init; } = 1;

    /// <summary>The lots of orders by trading day; null where each is <see cref="LotSize"/>.</summary>
    public LotSchedule? Lots { get; init; }

    /// <summary>Currency per point of price per share or contract; positive.</summary>
    public decimal Multiplier { get; init; } = 1;

    /// <summary>Smallest order quantity, in shares or contracts.</summary>
    public decimal MinQuantity { get; init; } = 1;

    /// <summary>Largest order quantity, in shares or contracts.</summary>
    public required decimal MaxQuantity { get; init; }

    /// <summary>
    /// Share of the notional that stock takes from buying power without leverage, and a future without an amount, 0 to 1.
    /// </summary>
    public decimal InitialMargin { get; init; } = 1;

    /// <summary>What a contract of a future takes from buying power, in currency; null for a share of its notional.</summary>
    public decimal? InitialMarginAmount { get; init; }

    /// <summary>Equity that a contract of a future must keep, in currency; null for a part of its initial margin.</summary>
    public decimal? MaintenanceMarginAmount { get; init; }

    /// <summary>Whether it follows a broad index: options on it need less margin.</summary>
    public bool IsBroadIndex { get; init; }

    /// <summary>Price that a simulation starts from, in currency.</summary>
    public decimal ReferencePrice { get; init; }

    /// <summary>
    /// How far from the best price a market order may trade, and from its stop price a stop, in currency; what is left of a day
    /// or GTC order rests there. 0 for the price collar of the account, at which the rest is canceled.
    /// </summary>
    public decimal Protection { get; init; }

    /// <summary>
    /// How far bid and ask may be apart, as a share of their middle, for positions to be valued there; null for what is usual in
    /// its class.
    /// </summary>
    public decimal? MaxSpread { get; init; }

    /// <summary>Shares or contracts that bid and ask must show at least for the same; a lot is enough where it is 0.</summary>
    public decimal MinQuoteSize { get; init; }

    /// <summary>Whether prices of zero and below are traded, as of a spread or of crude oil.</summary>
    public bool AllowNegative { get; init; }

    /// <summary>Lowest price of an order, in ticks.</summary>
    public long LowestPrice => AllowNegative ? -MaxUnits : 1;

    /// <summary>What an option or future is written on.</summary>
    public string? Underlying { get; init; }

    /// <summary>The underlying of an option, whose halt halts the option too; null for any other instrument.</summary>
    public string? OptionUnderlying => AssetClass == AssetClass.Options ? Underlying : null;

    /// <summary>What limits on exposure count it with: its underlying, or itself.</summary>
    public string ExposureGroup => Underlying ?? Symbol;

    /// <summary>
    /// What it is margined together with: the symbol of its underlying, or a slash and the root of a future, which may be a
    /// ticker too.
    /// </summary>
    public string MarginGroup => AssetClass switch
    {
        AssetClass.Equity => Symbol,
        AssetClass.Options => Underlying ?? Symbol,
        _ => "/" + (Underlying ?? Symbol),
    };

    /// <summary>Last trading day of an option or future.</summary>
    public DateOnly? Expiry { get; init; }

    /// <summary>Call or put.</summary>
    public OptionRight? Right { get; init; }

    /// <summary>Strike price, in currency.</summary>
    public decimal? Strike { get; init; }

    /// <summary>Exercise style: american or european.</summary>
    public string? Style { get; init; }

    /// <summary>Why positions in it can be closed only; null if it is not on the restricted list.</summary>
    public string? Restriction { get; init; }

    /// <summary>Whether shares have to be located before they are sold short.</summary>
    public bool IsHardToBorrow { get; init; }

    /// <summary>How an option is settled that is exercised; null for delivery.</summary>
    public SettlementMethod? Settlement { get; init; }

    /// <summary>Shares that a contract of an option delivers; null for as many as its multiplier.</summary>
    public decimal? DeliverableShares { get; init; }

    /// <summary>Cash that a contract of an option delivers beside them, as after a merger, in currency.</summary>
    public decimal DeliverableCash { get; init; }

    /// <summary>Whether exercising moves shares.</summary>
    public bool IsDelivered => AssetClass == AssetClass.Options && Settlement != SettlementMethod.Cash;

    /// <summary>Whose hours it trades in; null for those of its class.</summary>
    public MarketHours? Session { get; init; }

    /// <summary>
    /// The status that a person set; the calendar may restrict it further (<see cref="TradingCalendar.StatusAt"/>).
    /// </summary>
    public InstrumentStatus Status { get; init; }

    /// <summary>What earlier versions settled by, in their records. Nothing reads it.</summary>
    [JsonInclude]
    internal decimal? SettlementPrice { get; init; }

    /// <summary>The style of an option that is exercised on its last day only.</summary>
    public const string European = "european";

    /// <summary>Whose hours it trades in.</summary>
    public MarketHours Hours => Session ?? AssetClass switch
    {
        AssetClass.Equity => MarketHours.Equities,
        AssetClass.Options => MarketHours.Options,
        _ => MarketHours.Globex,
    };

    /// <summary>Where orders of this class are routed.</summary>
    public string Destination => AssetClass switch
    {
        AssetClass.Equity => "EQUITY_EXCHANGE",
        AssetClass.Options => "OPTIONS_GATEWAY",
        _ => "FUTURES_GATEWAY",
    };

    /// <summary>
    /// Converts a price in currency to whole ticks; false if it is off the tick or beyond <see cref="MaxUnits"/>.
    /// </summary>
    public bool TryToTicks(decimal price, out long ticks) => TryToUnits(price, TickSize, MaxUnits, out ticks);

    /// <summary>Converts a quantity to whole lots; false if it is off the lot or beyond <see cref="MaxUnits"/>.</summary>
    public bool TryToLots(decimal quantity, out long lots) => TryToUnits(quantity, LotSize, MaxUnits, out lots);

    /// <summary>Whole ticks as a price in currency.</summary>
    public decimal ToPrice(long ticks) => ticks * TickSize;

    /// <summary>
    /// Parts of a tick that a settlement price is stored in: indices and intrinsic values settle between two ticks.
    /// </summary>
    public const int SettlementParts = 10_000;

    /// <summary>Converts a settlement price in currency to parts of a tick; false if it is off them or too large.</summary>
    public bool TryToSettlement(decimal price, out long parts) =>
        TryToUnits(price, TickSize / SettlementParts, MaxUnits * SettlementParts, out parts);

    /// <summary>A settlement price in currency as the nearest parts of a tick.</summary>
    public long ToSettlement(decimal price) => (long)Math.Round(price / TickSize * SettlementParts);

    /// <summary>Parts of a tick as a settlement price in currency.</summary>
    public decimal FromSettlement(long parts) => parts * TickSize / SettlementParts;

    /// <summary>Currency of one tick of one lot: what cash amounts of orders are multiples of.</summary>
    public decimal AmountStep => TickSize * LotSize * Multiplier;

    /// <summary>Whole lots as shares or contracts.</summary>
    public decimal ToQuantity(long lots) => lots * LotSize;

    /// <summary>Lots with the sign of their effect on a position.</summary>
    public decimal ToSignedQuantity(Side side, long lots) => side == Side.Buy ? ToQuantity(lots) : -ToQuantity(lots);

    private static bool TryToUnits(decimal value, decimal step, long most, out long units)
    {
        units = 0;
        if (value > most * step || value < -most * step) return false;
        var whole = decimal.Truncate(value / step);
        if (whole * step != value) return false;
        units = (long)whole;
        return true;
    }
}
