using TradingOps.Grains.Books;

namespace TradingOps.Client.Books;

/// <summary>The time of a market that was set back.</summary>
internal sealed record ClockBody(string Symbol, long Sequence, DateTime Before, DateTime Time)
{
    public static ClockBody From(string symbol, ClockAnswer answer) =>
        new(symbol, answer.Sequence, answer.Before.UtcDateTime, answer.Time.UtcDateTime);
}
