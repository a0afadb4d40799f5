namespace TradingOps.Engine.Margin;

/// <summary>By which rules positions and orders take from an account's buying power. Stored: never reuse a value.</summary>
public enum MarginModel : byte
{
    /// <summary>Strategy based, as Regulation T and FINRA rule 4210 (f) have it.</summary>
    RegT = 0,

    /// <summary>Everything that could be lost is paid for: no short stock, no uncovered call, no future.</summary>
    Cash = 1,

    /// <summary>Risk based, as FINRA rule 4210 (g) has it: the largest loss over moves of the underlying.</summary>
    Portfolio = 2,
}
