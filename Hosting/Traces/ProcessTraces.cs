using Microsoft.Extensions.Configuration;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace TradingOps.Hosting.Traces;

/// <summary>Sends the spans of a process to a collector.</summary>
public static class ProcessTraces
{
    /// <summary>Sends from now on, if a collector is configured. Disposing sends what is still to be sent.</summary>
    public static IDisposable? Start(IConfiguration configuration, string process)
    {
        var options = configuration.GetValidated<TraceOptions>(TraceOptions.Section);
        return options.Endpoint is { } endpoint ? Export(new(endpoint), options, process) : null;
    }

    private static TracerProvider Export(Uri endpoint, TraceOptions options, string process)
    {
        var isGrpc = options.Protocol == "Grpc";
        return Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(resource => resource.AddService($"tradingops-{process}"))
            .SetSampler(new ParentBasedSampler(new RequestSampler(options.Share)))
            .AddSource(TraceNames.Requests, TraceNames.Own)
            .AddOtlpExporter(exporter =>
            {
                exporter.Protocol = isGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
                exporter.Endpoint = isGrpc ? endpoint : new(endpoint, "/v1/traces");
            })
            .Build();
    }
}
