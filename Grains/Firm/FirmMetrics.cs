using Prometheus;
using TradingOps.Grains.Instruments;

namespace TradingOps.Grains.Firm;

/// <summary>The firm's figures, on the silo that adds them up and on no other, so that a sum over silos is right.</summary>
public sealed class FirmMetrics(SymbolLabels symbols)
{
    /// <summary>Loss of a day as a share of the equity that it began with, at which its limit is used up.</summary>
    public const decimal DailyLossLimit = 0.05m;

    private static readonly GaugeConfiguration OnDemand = new() { SuppressInitialValue = true };

    private readonly Gauge _pnl = Metrics.CreateGauge("pnl_dollars", "Profit and loss of all accounts.", "type");
    private readonly Gauge _unrealized = Metrics.CreateGauge(
        "unrealized_pnl_dollars", "Unrealised profit and loss by symbol.", "symbol");
    private readonly Gauge _positions = Metrics.CreateGauge("positions_current", "Position of all accounts, signed.", "symbol");
    private readonly Gauge _open = Metrics.CreateGauge("positions_total", "Positions that are not flat.", OnDemand);
    private readonly Gauge _startOfDay = Metrics.CreateGauge(
        "account_equity_start_of_day_dollars", "Equity of all accounts when the day began.", OnDemand);
    private readonly Gauge _gross = Metrics.CreateGauge(
        "exposure_gross_dollars", "Market value of all positions, without sign.", OnDemand);
    private readonly Gauge _net = Metrics.CreateGauge("exposure_net_dollars", "Market value of all positions, signed.", OnDemand);
    private readonly Gauge _use = Metrics.CreateGauge("risk_limit_utilization_ratio",
        "Use of a limit by the account nearest to it; daily_loss is the firm's, against 5 % of its equity.", "limit");

    /// <summary>Shows the firm, unless some of its accounts are still to report: part of a sum is no sum.</summary>
    internal void Show(FirmView firm)
    {
        if (firm.MissingAccounts > 0) return;
        _pnl.WithLabels("realized").Set((double)firm.RealizedPnl);
        _pnl.WithLabels("unrealized").Set((double)firm.UnrealizedPnl);
        _open.Set(firm.OpenPositions);
        _startOfDay.Set((double)firm.StartOfDayEquity);
        _gross.Set((double)firm.GrossExposure);
        _net.Set((double)firm.NetExposure);
        _use.WithLabels("order_rate").Set((double)firm.Use.OrderRate);
        _use.WithLabels("position").Set((double)firm.Use.Position);
        _use.WithLabels("buying_power").Set((double)firm.Use.BuyingPower);
        _use.WithLabels("daily_loss").Set((double)(firm.DailyLoss / DailyLossLimit));
        var shown = firm.Symbols.GroupBy(s => symbols.Of(s.Symbol), StringComparer.Ordinal).ToDictionary(
            g => g.Key, g => (Quantity: g.Sum(s => s.Quantity), Unrealized: g.Sum(s => s.UnrealizedPnl)), StringComparer.Ordinal);
        foreach (var gone in _positions.GetAllLabelValues().Select(l => l[0]).Where(l => !shown.ContainsKey(l)).ToArray())
        {
            // A flat position is shown too, so that a dashboard does not keep the last value.
            _positions.WithLabels(gone).Set(0);
            _unrealized.WithLabels(gone).Set(0);
        }
        foreach (var (label, figures) in shown)
        {
            _positions.WithLabels(label).Set((double)figures.Quantity);
            _unrealized.WithLabels(label).Set((double)figures.Unrealized);
        }
    }

    /// <summary>Another silo adds up from now on.</summary>
    internal void Hide()
    {
        foreach (var gauge in new[] { _pnl, _unrealized, _positions, _use })
            foreach (var labels in gauge.GetAllLabelValues().ToArray())
                gauge.RemoveLabelled(labels);
        foreach (var gauge in new[] { _open, _startOfDay, _gross, _net }) gauge.Unpublish();
    }
}
