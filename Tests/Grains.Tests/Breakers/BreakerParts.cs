using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Prometheus;
using TradingOps.Grains.Breakers;
using TradingOps.Grains.Incidents;
using TradingOps.Grains.Journaling;

namespace TradingOps.Grains.Tests.Breakers;

/// <summary>What tests of breakers without a cluster need.</summary>
internal static class BreakerParts
{
    /// <summary>What every breaker needs of its silo, with metrics of its own.</summary>
    public static BreakerServices ServicesOf(
        IJournal journal, BreakerOptions options, IGrainFactory grains, TimeProvider clock) => new(
        journal, Options.Create(options), new(grains, clock, NullLogger<IncidentOutbox>.Instance),
        new(Metrics.WithCustomRegistry(new())), clock, NullLogger<BreakerServices>.Instance);

    /// <summary>The states that a silo receives: the firm's, and no symbol that is not closed.</summary>
    public static BreakerStates Firm(string state, long sequence) =>
        new(new() { Scope = "firm", State = state, Sequence = sequence }, false, false, [], []);
}
