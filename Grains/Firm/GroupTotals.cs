using System.Collections.Immutable;
using TradingOps.Engine.Risk;
using TradingOps.Grains.Risk;

namespace TradingOps.Grains.Firm;

/// <summary>
/// The sums over the last reports of a group of accounts: the firm, or a desk. Sums of decimals are exact, so they do not drift.
/// </summary>
internal sealed class GroupTotals
{
    private readonly SortedDictionary<string, AccountReport> _reports = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (SymbolFigures Sum, int Count)> _symbols = new(StringComparer.Ordinal);
    private FirmSums _sums;

    /// <summary>Exposure of positions and open orders.</summary>
    public ExposureSums Exposure { get; } = new();

    /// <summary>The last report of every account, by its id.</summary>
    public IReadOnlyDictionary<string, AccountReport> Reports => _reports;

    /// <summary>Puts a report in the place of the one before it; null takes that one away.</summary>
    public void Replace(string account, AccountReport? report)
    {
        var before = _reports.GetValueOrDefault(account);
        if (report is null) _reports.Remove(account);
        else _reports[account] = report;
        if (before is { IsOutside: false }) Add(before, -1);
        if (report is { IsOutside: false }) Add(report, 1);
        Replace(PositionsOf(before), PositionsOf(report));
    }

    /// <summary>The view at a time.</summary>
    /// <param name="missing">Accounts that have not reported.</param>
    /// <param name="now">Microseconds since the Unix epoch.</param>
    public FirmView ToView(int missing, long now)
    {
        var asOf = now;
        var use = default(LimitUse);
        var breakers = ImmutableDictionary.CreateBuilder<string, int>(StringComparer.Ordinal);
        foreach (var report in _reports.Values)
        {
            if (report.IsOutside) continue;
            if (!report.Positions.IsEmpty) asOf = Math.Min(asOf, report.At);
            use = use.Max(report.Use);
            breakers[report.Account.Breaker] = breakers.GetValueOrDefault(report.Account.Breaker) + 1;
        }
        return new()
        {
            Accounts = _sums.Accounts,
            MissingAccounts = missing,
            Cash = _sums.Cash,
            Equity = _sums.Equity,
            StartOfDayEquity = _sums.StartOfDayEquity,
            CashMoved = _sums.CashMoved,
            RealizedPnl = _sums.RealizedPnl,
            UnrealizedPnl = _sums.UnrealizedPnl,
            Fees = _sums.Fees,
            GrossExposure = _sums.GrossExposure,
            NetExposure = _sums.NetExposure,
            OpenPositions = _sums.OpenPositions,
            OpenOrders = _sums.OpenOrders,
            StaleAccounts = _sums.StaleAccounts,
            Symbols = [.. _symbols.Values.Select(s => s.Sum).OrderBy(s => s.Symbol, StringComparer.Ordinal)],
            Breakers = breakers.ToImmutable(),
            Use = use,
            AsOf = Time.FromMicroseconds(asOf),
            Age = TimeSpan.FromMicroseconds(now - asOf),
        };
    }

    private void Add(AccountReport report, int sign)
    {
        _sums = _sums.Add(report, sign);
        Exposure.Add(report.Exposure, sign);
    }

    private static ReadOnlySpan<SymbolFigures> PositionsOf(AccountReport? report) =>
        report is { IsOutside: false } ? report.Positions.AsSpan() : [];

    /// <summary>Most positions are where they were in the report before, and as they were.</summary>
    private void Replace(ReadOnlySpan<SymbolFigures> before, ReadOnlySpan<SymbolFigures> after)
    {
        for (var i = 0; i < Math.Max(before.Length, after.Length); i++)
        {
            if (i < before.Length && i < after.Length && before[i] == after[i]) continue;
            if (i < after.Length) Add(after[i], 1);
            if (i < before.Length) Add(before[i], -1);
        }
    }

    private void Add(in SymbolFigures position, int sign)
    {
        var (sum, count) = _symbols.TryGetValue(position.Symbol, out var known) ? known : (new(position.Symbol, 0, 0, 0), 0);
        sum = new(
            sum.Symbol, sum.Quantity + sign * position.Quantity, sum.MarketValue + sign * position.MarketValue,
            sum.UnrealizedPnl + sign * position.UnrealizedPnl);
        if (count + sign == 0) _symbols.Remove(position.Symbol);
        else _symbols[position.Symbol] = (sum, count + sign);
    }
}
