namespace TradingOps.Client.Problems;

/// <summary>Reads the bytes of a body: a value, or the problem to answer.</summary>
internal delegate (T? Value, ProblemResult? Problem) BodyParser<T, in TArgument>(ReadOnlySpan<byte> body, TArgument argument)
    where T : class;
