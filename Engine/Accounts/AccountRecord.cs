using TradingOps.Engine.Actors;

namespace TradingOps.Engine.Accounts;

/// <summary>One durable step of an account that no market's journal holds.</summary>
public sealed record AccountRecord
{
    /// <summary>1, 2, 3, ... per account.</summary>
    public required long Sequence { get; init; }

    /// <summary>Microseconds since the Unix epoch.</summary>
    public required long Time { get; init; }

    /// <summary>What happened.</summary>
    public required AccountRecordKind Kind { get; init; }

    /// <summary>Who caused it; null in records that earlier versions wrote.</summary>
    public Actor? Actor { get; init; }

    /// <summary>Cash moved, or the equity that the day began with or that was reached, in currency.</summary>
    public decimal Amount { get; init; }

    /// <summary>The equity before cash moved, in currency; null in records that earlier versions wrote.</summary>
    public decimal? EquityBefore { get; init; }

    /// <summary>What the mover of cash calls it; cash moves once a reference.</summary>
    public string? Reference { get; init; }

    /// <summary>Why a person decided it; null where no reason is asked for.</summary>
    public string? Reason { get; init; }

    /// <summary>The trading day that began.</summary>
    public DateOnly Day { get; init; }

    /// <summary>What the account had come to when the day began; null in records that earlier versions wrote.</summary>
    public DayClose? Close { get; init; }

    /// <summary>The terms that fills are booked under from their moment on.</summary>
    public AccountTerms? Terms { get; init; }

    /// <summary>The limits from now on.</summary>
    public AccountLimits? Limits { get; init; }

    /// <summary>The owner from now on, empty for none; null where it stays.</summary>
    public string? Owner { get; init; }

    /// <summary>The desk from now on, empty for none; null where it stays.</summary>
    public string? Desk { get; init; }

    /// <summary>Shares that were located to be borrowed: how many there are from now on.</summary>
    public Locate? Locate { get; init; }

    /// <summary>The order refused.</summary>
    public DeniedOrder? Denied { get; init; }
}
