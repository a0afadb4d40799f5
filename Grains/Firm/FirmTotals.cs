using System.Collections.Immutable;
using TradingOps.Engine.Breakers;
using TradingOps.Engine.Risk;
using TradingOps.Grains.Desks;

namespace TradingOps.Grains.Firm;

/// <summary>
/// The sums over the last reports of all accounts, and of the accounts of each desk: a report takes the place of the one before
/// it, so that a repeated or late one changes nothing.
/// </summary>
public sealed class FirmTotals
{
    private readonly GroupTotals _firm = new();
    private readonly SortedDictionary<string, GroupTotals> _desks = new(StringComparer.Ordinal);
    private readonly HashSet<string> _missing = new(StringComparer.Ordinal);

    /// <summary>The last report of every account, by its id.</summary>
    public IEnumerable<AccountReport> Reports => _firm.Reports.Values;

    /// <summary>Accounts that exist and have not reported.</summary>
    public IReadOnlyCollection<string> Missing => _missing;

    /// <summary>An account exists, whether or not it ever reports.</summary>
    public void Expect(string account)
    {
        if (!_firm.Reports.ContainsKey(account)) _missing.Add(account);
    }

    /// <summary>Takes a report; false if a later one is known.</summary>
    /// <param name="report">The report.</param>
    /// <param name="now">
    /// Microseconds since the Unix epoch: a report from after it was made before the clock was set back, and is no later one.
    /// </param>
    public bool Take(AccountReport report, long now)
    {
        var id = report.Account.Account;
        var before = _firm.Reports.GetValueOrDefault(id);
        if (before is not null && before.At > report.At && before.At <= now) return false;
        _missing.Remove(id);
        _firm.Replace(id, report);
        if (before?.Account.Desk is { } left && left != report.Account.Desk) Leave(left, id);
        if (report.Account.Desk is { } desk) DeskOf(desk).Replace(id, report);
        return true;
    }

    /// <summary>The view at a time, microseconds since the Unix epoch.</summary>
    public FirmView ToView(long now) => _firm.ToView(_missing.Count, now);

    /// <summary>The desks at a time, by id.</summary>
    public ImmutableArray<DeskView> ListDesks(long now) => [.. _desks.Select(d => ToView(d.Key, d.Value, now))];

    /// <summary>A desk at a time; null if no account that has reported names it.</summary>
    public DeskView? FindDesk(string desk, long now) =>
        _desks.TryGetValue(desk, out var totals) ? ToView(desk, totals, now) : null;

    /// <summary>Exposure of the firm or a desk; null for a desk that no account that has reported names.</summary>
    internal ExposureSums? ExposureOf(BreakerScope scope) =>
        scope.Kind == BreakerKind.Firm ? _firm.Exposure : _desks.GetValueOrDefault(scope.Name)?.Exposure;

    private DeskView ToView(string desk, GroupTotals totals, long now) =>
        new(desk, [.. totals.Reports.Keys], totals.ToView(_missing.Count, now));

    private GroupTotals DeskOf(string desk)
    {
        if (!_desks.TryGetValue(desk, out var totals)) _desks.Add(desk, totals = new());
        return totals;
    }

    private void Leave(string desk, string account)
    {
        var totals = _desks[desk];
        totals.Replace(account, null);
        if (totals.Reports.Count == 0) _desks.Remove(desk);
    }
}
