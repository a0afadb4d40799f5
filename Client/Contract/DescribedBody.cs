namespace TradingOps.Client.Contract;

/// <summary>The JSON body that an endpoint takes.</summary>
internal sealed record DescribedBody(Type Type, bool IsOptional);
