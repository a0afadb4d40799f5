using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace TradingOps.Grains.Tests.Storage;

/// <summary>What was logged.</summary>
internal class ToldLines : ILogger
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue(formatter(state, exception));
}

/// <summary>What a class logged.</summary>
internal sealed class ToldLines<T> : ToldLines, ILogger<T>;
