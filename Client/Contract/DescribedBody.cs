namespace TradingOps.Client.Contract;

/// <summary>The JSON body that an endpoint takes.</summary>
/// <param name="Type">What it holds.</param>
/// <param name="IsOptional">Whether it may be left out.</param>
/// <param name="Other">Another content type that the endpoint takes, with an example; null for none.</param>
internal sealed record DescribedBody(Type Type, bool IsOptional, (string Type, string Example)? Other = null);
