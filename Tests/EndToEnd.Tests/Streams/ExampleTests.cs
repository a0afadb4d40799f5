using System.Diagnostics;

namespace TradingOps.EndToEnd.Tests.Streams;

/// <summary>The examples of <c>docs/examples</c> do what they say.</summary>
[Collection(SharedStack.Name)]
public sealed class ExampleTests(SharedStack shared)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData("bash", "orders.sh")]
    [InlineData("node", "orders.mjs")]
    [InlineData("dotnet", "run", "orders.cs")]
    public Task An_example_places_an_order_once_follows_it_and_cancels_it(params string[] command) =>
        AssertWritesAsync("^placed AAPL-[0-9]+, once\naccepted at .*AAPL=[0-9.]+\ncanceled\ndone\n$", command);

    [Fact]
    public Task The_example_of_orders_over_a_socket_survives_a_break() =>
        AssertWritesAsync("^placed 50, each once\ncanceled 50\n$", "node", "--experimental-websocket", "socket.mjs");

    private async Task AssertWritesAsync(string expected, params string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = Path.Combine(Repository.Root.FullName, "docs", "examples"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["TRADINGOPS_URL"] = shared.Stack.Front.BaseAddress!.ToString().TrimEnd('/') },
        };
        using var example = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Pace.Scale(Patience));
        try
        {
            var errors = example.StandardError.ReadToEndAsync(patience.Token);
            var output = await example.StandardOutput.ReadToEndAsync(patience.Token);
            await example.WaitForExitAsync(patience.Token);
            Assert.True(example.ExitCode == 0, $"{output}{await errors}");
            Assert.Matches(expected, output);
        }
        finally
        {
            if (!example.HasExited) example.Kill(entireProcessTree: true);
        }
    }
}
