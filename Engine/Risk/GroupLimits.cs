using TradingOps.Engine.Actors;

namespace TradingOps.Engine.Risk;

/// <summary>One durable step of the limits of firm and desks: the limits of one of them from now on.</summary>
/// <param name="Sequence">1, 2, 3, ...</param>
/// <param name="Time">Microseconds since the Unix epoch.</param>
/// <param name="Scope">Whose limits: <c>firm</c> or <c>desk:ID</c>.</param>
/// <param name="Limits">All of them; none for no limit.</param>
/// <param name="Reason">Why.</param>
/// <param name="Actor">Who decided it.</param>
public sealed record GroupLimits(
    long Sequence, long Time, string Scope, IReadOnlyList<ExposureLimit> Limits, string Reason, Actor Actor);
