using System.Collections.Immutable;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Breakers;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Risk;
using TradingOps.Grains.Firm;
using TradingOps.Grains.Risk;

namespace TradingOps.Grains.Accounts;

/// <summary>
/// The limits of the firm and of the account's desk as the account's orders meet them: what the others use is what the firm
/// knows, less what this account reported to it. Used within one grain's turns only.
/// </summary>
internal sealed class GroupBounds(Account account, GroupLimitCache cache)
{
    /// <summary>A report is surely part of the answer after the next one: the next may have been under way.</summary>
    private const int CountsAfter = 2;

    private readonly List<(long Version, string? Desk, ExposureSums Exposure)> _reports = [];

    /// <summary>The account reports its exposure.</summary>
    public void Report(ImmutableArray<ExposureFigures> exposure)
    {
        var sums = new ExposureSums();
        // The firm does not add up accounts of the outside market.
        if (!account.Limits.IsOutside) sums.Add(exposure, 1);
        var version = cache.Current?.Version ?? 0;
        // Of one version only the last counts: without new answers there are no more reports to keep.
        if (_reports is [.., var last] && last.Version == version) _reports.RemoveAt(_reports.Count - 1);
        _reports.Add((version, account.Desk, sums));
        var counted = _reports.FindLastIndex(r => r.Version + CountsAfter <= version);
        if (counted > 0) _reports.RemoveRange(0, counted);
    }

    /// <summary>The limits that are about an instrument; what is used is null where it is not known.</summary>
    public IReadOnlyList<ExposureBound> Now(Instrument instrument)
    {
        if (account.Limits.IsOutside) return [];
        // What is used and what was reported go by one answer.
        if (cache.Current is not { } answer) return [Unknown];
        if (answer.Limits.IsEmpty) return [];
        List<ExposureBound>? bounds = null;
        foreach (var group in answer.Of(account.Desk))
            foreach (var use in group.Uses)
                if (use.Limit.ToLimit() is var limit && limit.IsAbout(instrument))
                    (bounds ??= []).Add(BoundOf(answer, group, use, limit));
        return bounds ?? (IReadOnlyList<ExposureBound>)[];
    }

    /// <summary>Until the first answer there may be any limit.</summary>
    private static ExposureBound Unknown => new("the firm", new() { MaxGross = decimal.MaxValue }, null);

    private ExposureBound BoundOf(GroupLimitAnswer answer, GroupLimitsView group, ExposureUse use, ExposureLimit limit)
    {
        var whose = group.Scope == BreakerScope.Firm.ToString() ? "the firm" : $"desk '{account.Desk}'";
        if (!cache.IsFresh(answer) || !group.IsComplete) return new(whose, limit, null);
        var counted = _reports.FindLastIndex(r => r.Version + CountsAfter <= answer.Version);
        var isOfDesk = counted >= 0 && _reports[counted].Desk == account.Desk;
        var own = isOfDesk ? _reports[counted].Exposure.In(limit) : default;
        return new(whose, limit, new Exposure(use.Gross, use.Long, use.Short) - own);
    }
}
