using TradingOps.Bodies.Accounts;
using TradingOps.Grains.Accounts;

namespace TradingOps.Client.Accounts;

/// <summary>How an account is set.</summary>
internal sealed record SettingsBody(
    string Margin, LimitsBody Limits, string CostMethod, FeesBody Fees, DateTime TermsFrom, string? Owner,
    LocatedBody[] Locates)
{
    public static SettingsBody From(AccountSettings s) => new(
        AccountWords.MarginModels[s.Limits.Margin!.Value], LimitsBody.From(s.Limits), AccountWords.CostMethods[s.CostMethod],
        FeesBody.From(s.Fees), s.TermsFrom.UtcDateTime, s.Owner,
        // A silo of an earlier version says nothing of it.
        s.Located.IsDefault ? [] : [.. s.Located.Select(l => new LocatedBody(l.Symbol, l.Quantity))]);
}
