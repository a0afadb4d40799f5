using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Orders;

/// <summary>
/// One stack with the simulation on, for the tests of a class that harm no process and use accounts of their own.
/// </summary>
public sealed class SimulatedStack : IAsyncLifetime
{
    internal TradingStack Stack { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Stack = await TradingStack.StartAsync(null, "--Simulation:Enabled", "true");
        // The simulators start one after another once the silo is up.
        foreach (var symbol in new[] { "AAPL", "SPY", "ESZ7", "AAPL271217C00190000" })
            await Eventually.BecomesAsync(() => Stack.GetAsync($"/books/{symbol}"),
                a => a.Status == 200 && a.Body.GetProperty("asks").GetArrayLength() > 0, what: symbol);
    }

    public async Task DisposeAsync() => await Stack.DisposeAsync();
}
