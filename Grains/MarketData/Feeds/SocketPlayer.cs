using System.Net.WebSockets;

namespace TradingOps.Grains.MarketData.Feeds;

/// <summary>
/// Follows a server of market data, and connects again when the connection breaks. What the server sent in between is not
/// asked for: its form has no place to go on from. Used within one grain's turns only.
/// </summary>
internal sealed class SocketPlayer : IFeedPlayer
{
    private const int MaxMessage = 1 << 22;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(10);

    private readonly FeedRun _run;
    private readonly FeedServer? _server;
    private readonly byte[] _buffer = new byte[1 << 16];

    public SocketPlayer(FeedRun run)
    {
        _run = run;
        _server = Array.Find(run.Services.Options.Value.Servers, s => s.Name == run.Feed.Server);
    }

    /// <inheritdoc/>
    public bool IsAlive => _run.HasReceivedLately;

    /// <inheritdoc/>
    public Task PlayAsync(CancellationToken cancellationToken) => _server is { } server
        ? _run.FollowAsync(
            server.Name, () => FollowAsync(server, cancellationToken),
            e => e is WebSocketException or IOException or HttpRequestException, cancellationToken)
        : _run.EndAsync(0, $"there is no server '{_run.Feed.Server}' in Feeds:Servers of this silo", cancellationToken);

    /// <summary>Follows over one connection. Returns why the server will never serve this feed; null if it may later.</summary>
    private async Task<string?> FollowAsync(FeedServer server, CancellationToken cancellationToken)
    {
        using var socket = new ClientWebSocket();
        (socket.Options.KeepAliveInterval, socket.Options.KeepAliveTimeout) = (KeepAlive, KeepAlive);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        await socket.ConnectAsync(new(server.Url), patience.Token);
        await UntilAsync(socket, "connected", patience.Token);
        await SendAsync(socket, SocketMessages.Authenticate(server.Key, server.Secret), patience.Token);
        if (await UntilAsync(socket, "authenticated", patience.Token) is { } refused) return Refuse(server, refused);
        await SendAsync(socket, SocketMessages.Subscribe(_run.Feed.Names), patience.Token);
        for (var bad = 0; await ReceiveAsync(socket, cancellationToken) is { } message;)
        {
            if (message.FirstOrDefault(e => e.Refusal is not null) is { } refusal) return Refuse(server, refusal);
            foreach (var part in message.Where(e => e.Fault is not null)) _run.Note($"{server.Name}: {part.Fault}");
            // One after the other: a server that is wrong now and then is not the wrong server.
            bad = message.Any(e => e.Tick is not null) ? 0 : bad + message.Count(e => e.Fault is not null);
            if (bad > _run.Services.Options.Value.MaxBad) return _run.Progress.Faults[^1];
            await TakeAsync(message, cancellationToken);
        }
        throw new WebSocketException("the server has closed the connection");
    }

    /// <summary>Why the server will never serve this feed. <see cref="WebSocketException"/> if it may later.</summary>
    private static string Refuse(FeedServer server, SocketEvent refusal) => refusal.IsFinal
        ? $"{server.Name} refuses: {refusal.Refusal}"
        : throw new WebSocketException(refusal.Refusal);

    private async Task TakeAsync(IReadOnlyList<SocketEvent> message, CancellationToken cancellationToken)
    {
        var now = _run.Receive();
        var wanted = message.Where(e => e.Tick is not null && _run.Symbols.ContainsKey(e.Symbol));
        foreach (var symbol in wanted.GroupBy(e => e.Symbol))
        {
            var ticks = symbol.Select(e => e.Tick!.Value).Select(t => _run.Feed.IsRestamped ? t with { At = now } : t).ToList();
            var batch = new TickBatch(_run.Feed.Id, _run.Entry.Run, [.. ticks]);
            // Sent once: without a place it would count twice.
            try
            {
                if (await _run.Grains.GetMarketData(_run.Symbols[symbol.Key]).Take(batch) is { Fault: { } fault })
                    _run.Note($"{symbol.Key}: {fault}");
                _run.Taken += ticks.Count;
                _run.Reach(now);
            }
            catch (Exception e) when (GrainCall.IsFailure(e, cancellationToken))
            {
                _run.Remember($"{symbol.Key}: {ticks.Count} ticks may be lost: {e.Message}");
            }
        }
    }

    /// <summary>Waits for a notice. Returns a refusal that came in its place.</summary>
    private async Task<SocketEvent?> UntilAsync(ClientWebSocket socket, string notice, CancellationToken cancellationToken)
    {
        while (await ReceiveAsync(socket, cancellationToken) is { } message)
        {
            if (message.FirstOrDefault(e => e.Refusal is not null) is { } refusal) return refusal;
            if (message.Any(e => e.Notice == notice)) return null;
        }
        throw new WebSocketException($"the server has closed the connection before it said {notice}");
    }

    /// <summary>The next message; null if the server closes.</summary>
    private async Task<IReadOnlyList<SocketEvent>?> ReceiveAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        using var message = new MemoryStream();
        while (true)
        {
            var part = await socket.ReceiveAsync(_buffer.AsMemory(), cancellationToken);
            if (part.MessageType == WebSocketMessageType.Close) return null;
            message.Write(_buffer, 0, part.Count);
            if (message.Length > MaxMessage) throw new WebSocketException($"a message is longer than {MaxMessage} bytes");
            if (part.EndOfMessage) return SocketMessages.Read(message.ToArray());
        }
    }

    private static Task SendAsync(ClientWebSocket socket, byte[] message, CancellationToken cancellationToken) =>
        socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
}
