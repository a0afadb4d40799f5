using TradingOps.Grains.Accounts;

namespace TradingOps.Bodies.Accounts;

/// <summary>What positions and orders take from an account's equity, and what is left above maintenance.</summary>
internal sealed record MarginBody(string Model, decimal Initial, decimal Maintenance, decimal Excess)
{
    public static MarginBody From(AccountView a) => new(
        AccountWords.MarginModels[a.MarginModel], Rounding.Money(a.Margin), Rounding.Money(a.MaintenanceMargin),
        Rounding.Money(a.Equity - a.MaintenanceMargin));
}
