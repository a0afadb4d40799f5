namespace TradingOps.Engine.Audit;

/// <summary>What must always hold over accounts, books and store.</summary>
public enum AuditInvariant
{
    /// <summary>The signed fills of a symbol sum to 0.</summary>
    FillsSumToZero = 0,

    /// <summary>An account's positions and their results are those of its fills.</summary>
    PositionsEqualFills = 1,

    /// <summary>What an account holds for open orders is what its books have open.</summary>
    ReservationsEqualOrders = 2,

    /// <summary>Cash is what came in, less what went out, and what its fills came to.</summary>
    CashIsAccountedFor = 3,

    /// <summary>A cash account pays for everything: its cash is never below zero.</summary>
    CashAccountsPay = 4,
}
