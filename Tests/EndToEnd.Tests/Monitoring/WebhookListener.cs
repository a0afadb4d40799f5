using System.Collections.Concurrent;
using System.Text;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Monitoring;

/// <summary>Takes messages as Slack does, and keeps them.</summary>
internal sealed class WebhookListener : IAsyncDisposable
{
    private const string Path = "/slack/";

    private readonly ConcurrentQueue<string> _bodies = new();
    private readonly PostListener _listener;

    public WebhookListener() => _listener = new(Path, body => _bodies.Enqueue(Encoding.UTF8.GetString(body)));

    /// <summary>Where to post to.</summary>
    public string Url => _listener.Address + Path;

    /// <summary>How many bodies hold a text.</summary>
    public int Count(string text) => _bodies.Count(b => b.Contains(text, StringComparison.Ordinal));

    public ValueTask DisposeAsync() => _listener.DisposeAsync();
}
