using Microsoft.Extensions.Configuration;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace TradingOps.Hosting.Traces;

/// <summary>W3C trace context through a process, and its spans to a collector where one is configured.</summary>
public sealed class ProcessTraces : IDisposable
{
    private readonly TraceFollower _follower = new();
    private readonly TracerProvider? _exporter;

    private ProcessTraces(TracerProvider? exporter) => _exporter = exporter;

    /// <summary>Follows traces from now on. Disposing sends what is still to be sent.</summary>
    public static ProcessTraces Start(IConfiguration configuration, string process)
    {
        var options = configuration.GetValidated<TraceOptions>(TraceOptions.Section);
        return new(options.Endpoint is { } endpoint ? Export(new(endpoint), options, process) : null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _exporter?.Dispose();
        _follower.Dispose();
    }

    private static TracerProvider Export(Uri endpoint, TraceOptions options, string process)
    {
        var isGrpc = options.Protocol == "Grpc";
        return Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(resource => resource.AddService($"tradingops-{process}"))
            .SetSampler(new ParentBasedSampler(new RequestSampler(options.Share)))
            .AddSource(TraceNames.Requests, TraceNames.GrainCalls, TraceNames.Own)
            .AddOtlpExporter(exporter =>
            {
                exporter.Protocol = isGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
                exporter.Endpoint = isGrpc ? endpoint : new(endpoint, "/v1/traces");
            })
            .Build();
    }
}
