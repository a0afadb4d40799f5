using TradingOps.Engine.Accounts;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;

namespace TradingOps.Engine.Risk;

/// <summary>The limits on exposure: those of the account, and those of the groups that it belongs to.</summary>
internal static class ExposureChecks
{
    /// <summary>Checks an order; null lets it pass. One that only reduces, or adds nothing to what is limited, always
    /// passes.</summary>
    /// <param name="order">The order.</param>
    /// <param name="account">Its owner, the order not yet reserved.</param>
    /// <param name="instrument">Its instrument.</param>
    /// <param name="value">Values the account; called only where there is a limit.</param>
    /// <param name="groups">The limits of its groups.</param>
    public static Refusal? Check(
        in OrderCheck order, Account account, Instrument instrument, IAccountValue value, IReadOnlyList<ExposureBound> groups)
    {
        if (groups.Count == 0 && account.Limits.Exposure is not { Count: > 0 }) return null;
        // What is held can always be closed, whatever it does to a net.
        if (TradingPermissions.OnlyReduces(order, account, instrument)) return null;
        foreach (var limit in account.Limits.Exposure ?? [])
        {
            if (!limit.IsAbout(instrument)) continue;
            if (FindBeyondPosition(order, account, instrument, limit) is { } large) return large;
            if (FindBeyond(new("the account", limit, default(Exposure)), order, account, instrument, value) is { } own)
                return own;
        }
        foreach (var bound in groups)
            if (bound.Limit.IsAbout(instrument) && FindBeyond(bound, order, account, instrument, value) is { } refusal)
                return refusal;
        return null;
    }

    private static Refusal? FindBeyondPosition(
        in OrderCheck order, Account account, Instrument instrument, ExposureLimit limit)
    {
        var worst = order.WorstPosition(account, instrument);
        return limit.MaxPosition > 0 && worst > limit.MaxPosition
            ? new(
                TradingError.MaxPosition,
                $"the position could become {worst}, at most {limit.MaxPosition} is allowed in {limit}", RiskLimit.Position)
            : null;
    }

    private static Refusal? FindBeyond(
        in ExposureBound bound, in OrderCheck order, Account account, Instrument instrument, IAccountValue value)
    {
        var limit = bound.Limit;
        if (limit is { MaxGross: 0, MaxNet: 0 }) return null;
        var (now, after) = value.ExposureWith(limit, instrument, order.After(account.ReservationIn(order.Held.Symbol)));
        var addsGross = limit.MaxGross > 0 && after.Gross > now.Gross;
        var addsNet = limit.MaxNet > 0 && (after.Long > now.Long || after.Short > now.Short);
        if (!addsGross && !addsNet) return null;
        if (bound.Others is not { } others)
            return new(
                TradingError.LimitsUnknown, $"what {bound.Whose} uses of its limits is not known", RiskLimit.Exposure);
        var all = others + after;
        if (addsGross && all.Gross > limit.MaxGross) return Beyond("gross", all.Gross, limit.MaxGross, bound);
        // What makes the account's own net larger may bring the sides of the group together, and the other way round.
        return addsNet && all.Net > limit.MaxNet && all.Net > (others + now).Net
            ? Beyond("net", all.Net, limit.MaxNet, bound)
            : null;
    }

    private static Refusal Beyond(string what, decimal value, decimal most, in ExposureBound bound) => new(
        TradingError.MaxExposure,
        $"the {what} exposure of {bound.Whose} in {bound.Limit} could become {value:0.##}, at most {most:0.##} is allowed",
        RiskLimit.Exposure);
}
