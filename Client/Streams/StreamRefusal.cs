namespace TradingOps.Client.Streams;

/// <summary>Why a stream does not begin.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">Stable, snake_case.</param>
/// <param name="Detail">The field, the value and what is allowed.</param>
internal sealed record StreamRefusal(int Status, string Code, string Detail);
