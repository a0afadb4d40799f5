using TradingOps.Client.Parameters;

namespace TradingOps.Client.Contract;

/// <summary>The parameters in the query and the headers that an endpoint takes.</summary>
internal sealed record DescribedParameters(Parameter[] All);
