namespace TradingOps.Engine.Accounts;

/// <summary>What an <see cref="AccountRecord"/> says.</summary>
public enum AccountRecordKind
{
    /// <summary>The account was opened with <see cref="AccountRecord.Amount"/> of cash.</summary>
    Opened = 1,

    /// <summary>Cash moved in (positive) or out.</summary>
    CashMoved = 2,

    /// <summary>An order was refused before it reached a market.</summary>
    Denied = 3,

    /// <summary>Limits or terms changed.</summary>
    Changed = 4,

    /// <summary>A trading day began with an equity of <see cref="AccountRecord.Amount"/>.</summary>
    DayStarted = 5,

    /// <summary>The equity had reached <see cref="AccountRecord.Amount"/>, its highest so far.</summary>
    HighWaterMarkRose = 6,

    /// <summary>Shares were located to be borrowed.</summary>
    Located = 7,
}
