using System.Collections.Immutable;
using TradingOps.Engine.Accounts;
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

    private readonly List<(long Version, string? Desk, ImmutableArray<ExposureFigures> Exposure)> _reports = [];

    /// <summary>The account reports its exposure.</summary>
    public void Report(ImmutableArray<ExposureFigures> exposure)
    {
        _reports.Add((cache.Version, account.Desk, exposure));
        var counted = _reports.FindLastIndex(r => r.Version + CountsAfter <= cache.Version);
        if (counted > 0) _reports.RemoveRange(0, counted);
    }

    /// <summary>The limits; what is used is null where it is not known.</summary>
    public IReadOnlyList<ExposureBound> Now()
    {
        if (account.Limits.IsOutside) return [];
        if (cache.Find(account.Desk) is not { } groups) return [Unknown];
        List<ExposureBound>? bounds = null;
        foreach (var group in groups)
            foreach (var use in group.Uses)
                (bounds ??= []).Add(BoundOf(group, use));
        return bounds ?? (IReadOnlyList<ExposureBound>)[];
    }

    /// <summary>Until the first answer there may be any limit.</summary>
    private static ExposureBound Unknown => new("the firm", new() { MaxGross = decimal.MaxValue }, null);

    private ExposureBound BoundOf(GroupLimitsView group, ExposureUse use)
    {
        var whose = account.Desk is { } desk && group.Scope != "firm" ? $"desk '{desk}'" : "the firm";
        var limit = use.Limit.ToLimit();
        if (!cache.IsFresh || !group.IsComplete) return new(whose, limit, null);
        return new(whose, limit, new Exposure(use.Gross, use.Long, use.Short) - ReportedIn(limit));
    }

    private Exposure ReportedIn(ExposureLimit limit)
    {
        var sums = new ExposureSums();
        var counted = _reports.FindLastIndex(r => r.Version + CountsAfter <= cache.Version);
        if (counted >= 0 && _reports[counted].Desk == account.Desk) sums.Add(_reports[counted].Exposure, 1);
        return sums.In(limit);
    }
}
