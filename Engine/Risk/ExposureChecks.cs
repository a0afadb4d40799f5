using TradingOps.Engine.Accounts;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;

namespace TradingOps.Engine.Risk;

/// <summary>The limits on exposure: those of the account, and those of the groups that it belongs to.</summary>
internal static class ExposureChecks
{
    /// <summary>Checks an order; null lets it pass. One that adds nothing to what is limited always passes.</summary>
    /// <param name="order">The order.</param>
    /// <param name="account">Its owner, the order not yet reserved.</param>
    /// <param name="instrument">Its instrument.</param>
    /// <param name="value">Values the account; called only where there is a limit.</param>
    /// <param name="groups">The limits of its groups.</param>
    public static Refusal? Check(
        in OrderCheck order, Account account, Instrument instrument, IAccountValue value, IReadOnlyList<ExposureBound> groups)
    {
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
        var (isMoreGross, isMoreNet) = (after.Gross > now.Gross, after.Net > now.Net);
        if (!isMoreGross && !isMoreNet) return null;
        if (bound.Others is not { } others)
            return new(
                TradingError.LimitsUnknown, $"what {bound.Whose} uses of its limits is not known", RiskLimit.Exposure);
        var all = others + after;
        if (isMoreGross && limit.MaxGross > 0 && all.Gross > limit.MaxGross)
            return Beyond("gross", all.Gross, limit.MaxGross, bound);
        // With the others, an order can make the net smaller that makes the account's own larger.
        return isMoreNet && limit.MaxNet > 0 && all.Net > limit.MaxNet && all.Net > (others + now).Net
            ? Beyond("net", all.Net, limit.MaxNet, bound)
            : null;
    }

    private static Refusal Beyond(string what, decimal value, decimal most, in ExposureBound bound) => new(
        TradingError.MaxExposure,
        $"the {what} exposure of {bound.Whose} in {bound.Limit} could become {value:0.##}, at most {most:0.##} is allowed",
        RiskLimit.Exposure);
}
