namespace TradingOps.Client.Contract;

/// <summary>The body that an endpoint takes: JSON, or another content type besides.</summary>
/// <param name="Type">What it holds.</param>
/// <param name="IsOptional">Whether it may be left out.</param>
/// <param name="Other">Another content type that the endpoint takes, with an example; null for none.</param>
internal sealed record DescribedBody(Type Type, bool IsOptional, (string Type, string Example)? Other = null);
