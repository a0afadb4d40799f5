using System.Globalization;

namespace TradingOps.Grains;

/// <summary>
/// How long a call may take before its outcome counts as unknown: each caller waits longer than those it waits for, so that it
/// learns from them why there is no answer. A call that was sent to a silo just before the others declare it dead takes its whole
/// timeout; the longest keeps that within 15 s (docs/decisions/0006). Times as <see cref="TimeSpan"/> texts, for attributes.
/// </summary>
public static class CallTimeouts
{
    /// <summary>A call to a market on the way of an order.</summary>
    public const string Market = "00:00:05";

    /// <summary>A call to an account on the way of an order, and every call between silos that names no other time.</summary>
    public const string Account = "00:00:06";

    /// <summary>A call of a front, by default.</summary>
    public const string Front = "00:00:07";

    /// <summary>One of these as a time.</summary>
    public static TimeSpan Of(string timeout) => TimeSpan.Parse(timeout, CultureInfo.InvariantCulture);
}
