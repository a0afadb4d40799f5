using TradingOps.Bodies;
using TradingOps.Engine.Instruments;

namespace TradingOps.Client.Accounts;

/// <summary>What is to be flat: a symbol, or everything.</summary>
internal sealed record FlattenBody : StrictBody
{
    public string? Symbol { get; init; }

    /// <summary>The symbol without the padding of an option's root; null for everything.</summary>
    internal string? PlainSymbol => Symbol is null ? null : OptionSymbol.WithoutPadding(Symbol);
}
