using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Streams;

/// <summary>One more front of a stack, with settings of its own, that can be stopped and started again on its port.</summary>
internal sealed class TradingFront : IAsyncDisposable
{
    private readonly TradingStack _stack;
    private readonly string[] _settings;

    private TradingFront(TradingStack stack, string[] settings)
    {
        (_stack, _settings) = (stack, settings);
        Http = new() { BaseAddress = new($"http://127.0.0.1:{Ports.Free(1)[0]}"), Timeout = Pace.Scale(TimeSpan.FromMinutes(1)) };
        Process = null!;
    }

    /// <summary>Talks to it.</summary>
    public HttpClient Http { get; }

    /// <summary>The process.</summary>
    public TradingProcess Process { get; private set; }

    public static async Task<TradingFront> StartAsync(TradingStack stack, params string[] settings)
    {
        var front = new TradingFront(stack, settings);
        await front.StartAgainAsync();
        return front;
    }

    public async Task StartAgainAsync()
    {
        Process = TradingProcess.Start(
            "Client", ["--Urls", Http.BaseAddress!.ToString(), "--Orleans:Gateways", _stack.Gateways, .. _settings]);
        await Process.UntilHealthyAsync(Http, "/health");
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        Http.Dispose();
    }
}
