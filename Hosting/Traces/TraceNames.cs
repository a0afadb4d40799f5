namespace TradingOps.Hosting.Traces;

/// <summary>Names of what makes spans.</summary>
public static class TraceNames
{
    /// <summary>Requests over HTTP.</summary>
    public const string Requests = "Microsoft.AspNetCore";

    /// <summary>The span of a request over HTTP.</summary>
    public const string Request = "Microsoft.AspNetCore.Hosting.HttpRequestIn";

    /// <summary>The span of a message on a WebSocket.</summary>
    public const string Message = "TradingOps.Front.MessageIn";

    /// <summary>Calls of grains, and appends to the journal.</summary>
    public const string Own = "TradingOps.*";
}
