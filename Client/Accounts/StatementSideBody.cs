using TradingOps.Bodies;
using TradingOps.Grains.Accounts;

namespace TradingOps.Client.Accounts;

/// <summary>What an account had when a day began or ended.</summary>
internal sealed record StatementSideBody(decimal Cash, decimal Equity, StatementPositionBody[] Positions)
{
    public static StatementSideBody From(StatementSide side) => new(
        Rounding.Money(side.Cash), Rounding.Money(side.Equity), [.. side.Positions.Select(StatementPositionBody.From)]);
}
