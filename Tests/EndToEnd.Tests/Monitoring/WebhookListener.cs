using System.Collections.Concurrent;
using System.Net;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Monitoring;

/// <summary>Takes whatever is posted to it.</summary>
internal sealed class WebhookListener : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<string> _bodies = new();
    private readonly Task _run;

    public WebhookListener()
    {
        Url = $"http://127.0.0.1:{Ports.Free(1)[0]}/slack/";
        _listener.Prefixes.Add(Url);
        _listener.Start();
        _run = RunAsync();
    }

    /// <summary>Where to post to.</summary>
    public string Url { get; }

    /// <summary>Whether a body holds a text.</summary>
    public bool Has(string text) => _bodies.Any(b => b.Contains(text, StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _run;
    }

    private async Task RunAsync()
    {
        while (true)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                using var reader = new StreamReader(context.Request.InputStream);
                _bodies.Enqueue(await reader.ReadToEndAsync());
                context.Response.Close();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
