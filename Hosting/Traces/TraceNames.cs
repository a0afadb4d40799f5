namespace TradingOps.Hosting.Traces;

/// <summary>Names of what makes spans.</summary>
internal static class TraceNames
{
    /// <summary>Calls of this product's grains, on both sides.</summary>
    public const string GrainCalls = "Microsoft.Orleans.Application";

    /// <summary>Requests over HTTP.</summary>
    public const string Requests = "Microsoft.AspNetCore";

    /// <summary>The span of a request over HTTP.</summary>
    public const string Request = "Microsoft.AspNetCore.Hosting.HttpRequestIn";

    /// <summary>This product's own.</summary>
    public const string Own = "TradingOps.*";
}
