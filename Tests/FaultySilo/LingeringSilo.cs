namespace TradingOps.FaultySilo;

/// <summary>A silo that does not end when the cluster went on without it: what it still does must be fenced.</summary>
internal sealed class LingeringSilo : IFatalErrorHandler
{
    public bool IsUnexpected(Exception exception) => true;

    public void OnFatalException(object? sender = null, string? context = null, Exception? exception = null) =>
        Console.Error.WriteLine($"lingers: {context}");
}
