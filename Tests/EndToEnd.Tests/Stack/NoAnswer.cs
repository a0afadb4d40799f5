using System.Net.Sockets;

namespace TradingOps.EndToEnd.Tests.Stack;

/// <summary>Tells a process that does not answer, as while it starts or after it was killed, from an answer.</summary>
internal static class NoAnswer
{
    /// <summary>
    /// Whether a request had no answer. A connection that ends while it is made may show as an error of its socket.
    /// </summary>
    /// <param name="e">What the request ended with.</param>
    /// <param name="own">The caller's own token: its cancellation is what the caller asked for.</param>
    public static bool Is(Exception e, CancellationToken own = default) =>
        e is HttpRequestException or IOException or SocketException
        || (e is TaskCanceledException && !own.IsCancellationRequested);
}
