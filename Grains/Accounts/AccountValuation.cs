using System.Collections.Immutable;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Margin;
using TradingOps.Engine.Risk;
using TradingOps.Grains.Firm;
using TradingOps.Grains.Marks;
using TradingOps.Grains.Risk;

namespace TradingOps.Grains.Accounts;

/// <summary>
/// What an account is worth at the prices and by the instruments that this silo knows, however often it is asked: it follows what
/// changed. Used within one grain's turns only.
/// </summary>
internal sealed class AccountValuation(Account account, InstrumentCatalogue catalogue, MarkCache marks) : IAccountValue
{
    private readonly RunningValuation _running = new(account, catalogue.Find, symbol => marks[symbol]);
    private readonly List<string> _repriced = [];
    private long _marksVersion;
    private long _catalogueVersion;

    /// <summary>The largest position that could come of what is open, as <see cref="Now"/> last found.</summary>
    public decimal LargestPosition => _running.Symbols.Select(s => s.Value.LargestQuantity).DefaultIfEmpty().Max();

    /// <summary>Positions that are not flat, as <see cref="Now"/> last valued them: they add up to what it said.</summary>
    public IEnumerable<SymbolFigures> Positions =>
        Held.Select(s => new SymbolFigures(s.Symbol, s.Value.Quantity, s.Value.NetExposure, s.Value.UnrealizedPnl));

    private IEnumerable<(string Symbol, SymbolValue Value)> Held => _running.Symbols.Where(s => s.Value.Quantity != 0);

    /// <summary>The figures of now. That a price has grown old is seen as soon as <see cref="ListOutdated"/> was asked.</summary>
    public Valuation Now()
    {
        Follow();
        return _running.Now();
    }

    /// <summary>
    /// What the account has come to, with positions at the official prices of a day, where there are some, and else at those of
    /// now.
    /// </summary>
    /// <param name="day">The day; null for the prices of now.</param>
    public DayClose Close(DateOnly? day)
    {
        Now();
        var positions = account.Positions;
        return new(
            account.Cash, account.CashIn, positions.Sum(p => p.TradePnl), positions.Sum(p => p.VariationPnl),
            positions.Sum(p => p.ExercisePnl), account.Fees, [.. Held.Select(h => Close(h.Symbol, h.Value, day))]);
    }

    private ClosingPosition Close(string symbol, in SymbolValue value, DateOnly? day)
    {
        var (position, multiplier) = (account.PositionIn(symbol)!, catalogue[symbol].Multiplier);
        var (equity, unrealized, price) = (value.Equity, value.UnrealizedPnl, value.Price ?? position.AveragePrice);
        if (marks[symbol] is { Official: { } official } mark && mark.OfficialDay == day)
        {
            var change = (official - price) * value.Quantity * multiplier;
            (equity, unrealized, price) = (equity + change, unrealized + change, official);
        }
        return new(symbol, value.Quantity, Math.Round(position.AveragePrice, 10), price, equity, unrealized);
    }

    /// <summary>The figures that other limits would give.</summary>
    public Valuation Under(AccountLimits limits)
    {
        var tried = account.Copy();
        tried.SetLimits(limits);
        return Of(tried);
    }

    /// <summary>The figures of a copy of the account.</summary>
    public Valuation Of(Account tried) => new RunningValuation(tried, catalogue.Find, symbol => marks[symbol]).Now();

    /// <summary>What a cash account cannot be; null if there is nothing.</summary>
    /// <param name="tried">The account, or a copy of it.</param>
    /// <param name="value">Its figures as a cash account.</param>
    public string? FindUnpaid(Account tried, in Valuation value)
    {
        if (tried.Cash < 0) return $"is not below zero, and the cash would be {tried.Cash}";
        if (value.Margin.UncoveredCalls > 0) return "has no calls short that neither stock nor another call covers";
        foreach (var position in tried.Positions.Where(p => p.Quantity != 0))
        {
            var asset = catalogue[position.Symbol].AssetClass;
            if (asset == AssetClass.Futures) return $"holds no futures, and {position.Symbol} is one";
            if (asset == AssetClass.Equity && position.Quantity < 0)
                return $"is not short of stock, and {position.Symbol} would be";
        }
        return null;
    }

    /// <inheritdoc/>
    public MarginFigures WithOrders(Instrument instrument, in Reservation held)
    {
        Follow();
        return _running.WithOrders(instrument, held);
    }

    /// <inheritdoc/>
    public Valuation IfFilled(Instrument instrument, in PositionFill fill)
    {
        Follow();
        return _running.IfFilled(instrument, fill);
    }

    /// <inheritdoc/>
    public (Exposure Now, Exposure After) ExposureWith(ExposureLimit limit, Instrument instrument, in Reservation held)
    {
        Follow();
        return _running.ExposureWith(limit, instrument, held);
    }

    /// <summary>The exposure by class and underlying.</summary>
    public ImmutableArray<ExposureFigures> ListExposure()
    {
        Follow();
        return _running.ListExposure().ToFigures();
    }

    private void Follow()
    {
        // More changes of prices than symbols: to look at every symbol once is less.
        var isKnown = marks.TryFollow(ref _marksVersion, _running.Count, _repriced);
        if (!isKnown || _catalogueVersion != catalogue.Version)
        {
            _catalogueVersion = catalogue.Version;
            _running.RepriceAll();
        }
        foreach (var symbol in _repriced) _running.Reprice(symbol);
        _repriced.Clear();
    }

    /// <summary>
    /// The symbols of positions, and of what options are written on, whose mark this silo has not received lately. A mark that
    /// turns stale is not reported, so these symbols are valued again.
    /// </summary>
    public IReadOnlyList<string> ListOutdated()
    {
        Now();
        var outdated = Held.Select(s => s.Symbol).Union(_running.Underlyings.Where(symbol => catalogue.TryGet(symbol, out _)))
            .Where(symbol => !marks.IsFresh(symbol) || marks[symbol].IsOld).ToArray();
        foreach (var symbol in outdated) _running.Reprice(symbol);
        return outdated;
    }
}
