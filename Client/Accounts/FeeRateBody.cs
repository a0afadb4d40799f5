using TradingOps.Bodies;
using TradingOps.Engine.Errors;

namespace TradingOps.Client.Accounts;

/// <summary>A rate: currency per share or contract, and hundredths of a percent of the notional. Negative for a rebate.</summary>
internal sealed record FeeRateBody : StrictBody
{
    private const decimal MostPerUnit = 1000;
    private const decimal MostBasisPoints = 1000;

    public decimal PerUnit { get; init; }

    public decimal BasisPoints { get; init; }

    public (TradingError Code, string Detail)? FindWrong(string name) =>
        Unknown is { Count: > 0 } ? FeesBody.UnknownField($"{name}.{Unknown.Keys.First()}")
        : Math.Abs(PerUnit) > MostPerUnit
            ? (TradingError.InvalidFees, $"fees.{name}.per_unit {PerUnit} is not between -{MostPerUnit} and {MostPerUnit}")
        : Math.Abs(BasisPoints) > MostBasisPoints
            ? (TradingError.InvalidFees,
                $"fees.{name}.basis_points {BasisPoints} is not between -{MostBasisPoints} and {MostBasisPoints}")
        : null;
}
