namespace TradingOps.Engine.Accounts;

/// <summary>An account's state at some moment. The journals of the markets hold what came after.</summary>
public sealed record AccountCheckpoint
{
    /// <summary>The account's id.</summary>
    public required string Id { get; init; }

    /// <summary>Cash in currency.</summary>
    public required decimal Cash { get; init; }

    /// <summary>All cash that came in, less all that went out.</summary>
    public required decimal CashIn { get; init; }

    /// <summary>What the equity is measured against.</summary>
    public required EquityCurve Equity { get; init; }

    /// <summary>What the account may do at most.</summary>
    public required AccountLimits Limits { get; init; }

    /// <summary>The trading day.</summary>
    public DateOnly Day { get; init; }

    /// <summary>The owner; null without one.</summary>
    public string? Owner { get; init; }

    /// <summary>The desk; null without one.</summary>
    public string? Desk { get; init; }

    /// <summary>
    /// Sequences of the account's records that began its newest days; null in checkpoints that earlier versions wrote.
    /// </summary>
    public IReadOnlyList<long>? DayStarts { get; init; }

    /// <summary>Cash moved by reference.</summary>
    public IReadOnlyDictionary<string, decimal> Moves { get; init; } = new Dictionary<string, decimal>();

    /// <summary>Shares located to be borrowed, by symbol; null in checkpoints that earlier versions wrote.</summary>
    public IReadOnlyDictionary<string, decimal>? Located { get; init; }

    /// <summary>The terms that fills are booked under, oldest first.</summary>
    public IReadOnlyList<AccountTerms> Terms { get; init; } = [];

    /// <summary>Positions, flat ones too.</summary>
    public required IReadOnlyList<Position> Positions { get; init; }

    /// <summary>Orders that may still trade.</summary>
    public required IReadOnlyList<HeldOrder> OpenOrders { get; init; }

    /// <summary>How far each market was followed.</summary>
    public required IReadOnlyDictionary<string, MarketCursor> Cursors { get; init; }
}
