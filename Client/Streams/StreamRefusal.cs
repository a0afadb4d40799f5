using TradingOps.Engine.Errors;

namespace TradingOps.Client.Streams;

/// <summary>Why a stream does not begin.</summary>
/// <param name="Code">The code of the answer.</param>
/// <param name="Detail">The field, the value and what is allowed.</param>
internal sealed record StreamRefusal(TradingError Code, string Detail);
