namespace TradingOps.EndToEnd.Tests.Traces;

/// <summary>A span as a collector gets it; ids are hexadecimal.</summary>
internal sealed record Span(string Service, string Name, string TraceId, string Id, string ParentId);
