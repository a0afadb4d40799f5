using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Streams;

/// <summary>One stack for the tests that harm no process: they keep to accounts and symbols of their own.</summary>
public sealed class SharedStack : IAsyncLifetime
{
    public const string Name = "streams";

    internal TradingStack Stack { get; private set; } = null!;

    public async Task InitializeAsync() => Stack = await TradingStack.StartAsync();

    public async Task DisposeAsync() => await Stack.DisposeAsync();
}
