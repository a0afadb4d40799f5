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

    /// <summary>Cash moved, in currency.</summary>
    public decimal Amount { get; init; }

    /// <summary>The limits that the account opened with.</summary>
    public AccountLimits? Limits { get; init; }

    /// <summary>The order refused.</summary>
    public DeniedOrder? Denied { get; init; }
}
