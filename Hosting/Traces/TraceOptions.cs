using System.ComponentModel.DataAnnotations;

namespace TradingOps.Hosting.Traces;

/// <summary>Where traces are sent (<c>Traces</c>).</summary>
public sealed record TraceOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Traces";

    /// <summary>A collector's OTLP address, such as http://127.0.0.1:4318; null sends nothing.</summary>
    [HttpAddress]
    public string? Endpoint { get; init; }

    /// <summary>Over HTTP, usually on port 4318, or over gRPC, usually on 4317.</summary>
    [AllowedValues("Http", "Grpc")]
    public string Protocol { get; init; } = "Http";

    /// <summary>Share of the requests that are sent, unless their callers have decided: 0 to 1.</summary>
    [Range(0.0, 1.0)]
    public double Share { get; init; } = 1;
}
