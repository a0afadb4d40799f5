using OpenTelemetry.Trace;

namespace TradingOps.Hosting.Traces;

/// <summary>
/// Begins traces with a share of the requests and messages, and with nothing else: the timers of grains begin no trace.
/// </summary>
internal sealed class RequestSampler(double share) : Sampler
{
    private readonly TraceIdRatioBasedSampler _share = new(share);

    public override SamplingResult ShouldSample(in SamplingParameters parameters) =>
        parameters.Name is TraceNames.Request or TraceNames.Message
            ? _share.ShouldSample(parameters)
            : new(SamplingDecision.Drop);
}
