namespace TradingOps.Grains.Accounts;

/// <summary>What a new account starts with.</summary>
[GenerateSerializer, Immutable]
[Alias("tradingops.open-account")]
public sealed record OpenAccount
{
    /// <summary>Cash in currency.</summary>
    [Id(0)] public required decimal Cash { get; init; }

    /// <summary>Value of stock as a multiple of the equity that carries it.</summary>
    [Id(1)] public decimal Leverage { get; init; } = 1;

    /// <summary>Whether orders are held against buying power and notional limits at all.</summary>
    [Id(2)] public bool IsLimited { get; init; } = true;
}
