namespace TradingOps.Engine.Accounts;

/// <summary>What a realised profit or loss comes from. Fees are kept apart.</summary>
public enum PnlKind
{
    /// <summary>Fills.</summary>
    Trade = 0,

    /// <summary>The daily settlement of futures.</summary>
    Variation = 1,

    /// <summary>Exercise, assignment and expiry.</summary>
    Exercise = 2,
}
