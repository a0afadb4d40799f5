using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Streams;

/// <summary>One stack for the tests that harm no process: they keep to accounts and symbols of their own.</summary>
public sealed class SharedStack : IAsyncLifetime
{
    public const string Name = "streams";

    internal TradingStack Stack { get; private set; } = null!;

    // One test trips the firm's breaker: the probation that follows must not bind the others.
    public async Task InitializeAsync() => Stack = await TradingStack.StartAsync(new StackPlan
    {
        Settings = ["--Breakers:Probation:Lasts", "00:00:01", "--Breakers:Probation:MaxOrders", "1000000",
            "--Breakers:Probation:Share", "1"],
    });

    public async Task DisposeAsync() => await Stack.DisposeAsync();
}
