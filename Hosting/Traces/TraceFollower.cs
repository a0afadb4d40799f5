using System.Diagnostics;

namespace TradingOps.Hosting.Traces;

/// <summary>
/// Hands the trace of a request on from grain to grain, with or without an exporter, so that every line of the logs has its id.
/// Only a trace that a caller began with <c>traceparent</c> is followed: all others cost nothing.
/// </summary>
internal sealed class TraceFollower : IDisposable
{
    private readonly ActivityListener _listener = new()
    {
        ShouldListenTo = static source => source.Name == TraceNames.GrainCalls,
        Sample = static (ref ActivityCreationOptions<ActivityContext> call) => Follow(call.Parent),
    };

    public TraceFollower() => ActivitySource.AddActivityListener(_listener);

    public void Dispose() => _listener.Dispose();

    /// <summary>What a call is to carry: nothing, the ids, or the word of the caller too that its trace is recorded.</summary>
    private static ActivitySamplingResult Follow(ActivityContext caller)
    {
        var isBegunElsewhere = caller.IsRemote || (Activity.Current is { } current && current.ParentSpanId != default);
        return !isBegunElsewhere ? ActivitySamplingResult.None
            : caller.TraceFlags.HasFlag(ActivityTraceFlags.Recorded) ? ActivitySamplingResult.AllDataAndRecorded
            : ActivitySamplingResult.PropagationData;
    }
}
