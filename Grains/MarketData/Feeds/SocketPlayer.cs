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
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(30);

    private readonly FeedRun _run;
    private readonly FeedServer? _server;
    private readonly Dictionary<string, string> _symbols;
    private readonly byte[] _buffer = new byte[1 << 16];

    public SocketPlayer(FeedRun run)
    {
        _run = run;
        _server = Array.Find(run.Services.Options.Value.Servers, s => s.Name == run.Feed.Server);
        var names = run.Feed.RecordedAs.IsDefaultOrEmpty ? run.Feed.Symbols : run.Feed.RecordedAs;
        _symbols = names.Zip(run.Feed.Symbols).ToDictionary(s => s.First, s => s.Second, StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public FeedProgress Progress => _run.Progress;

    /// <inheritdoc/>
    public async Task PlayAsync(CancellationToken cancellationToken)
    {
        var fault = _server is null ? $"there is no server '{_run.Feed.Server}' in Feeds:Servers of this silo" : null;
        for (var pause = TimeSpan.FromSeconds(1); fault is null && !cancellationToken.IsCancellationRequested;)
        {
            var before = _run.Taken;
            try
            {
                fault = await FollowAsync(_server!, cancellationToken);
            }
            catch (Exception e) when (e is WebSocketException or IOException or HttpRequestException
                or OperationCanceledException)
            {
                if (!cancellationToken.IsCancellationRequested) Log.FeedDelayed(_run.Logger, _run.Feed.Id, e);
            }
            if (fault is not null || cancellationToken.IsCancellationRequested) break;
            pause = _run.Taken > before ? TimeSpan.FromSeconds(1) : TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, MaxPause.Ticks));
            await _run.PauseAsync(pause, cancellationToken);
        }
        await _run.EndAsync(0, fault, cancellationToken);
    }

    /// <summary>Follows over one connection. Returns why the server will never serve this feed; null if it may later.</summary>
    private async Task<string?> FollowAsync(FeedServer server, CancellationToken cancellationToken)
    {
        using var socket = new ClientWebSocket();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        await socket.ConnectAsync(new(server.Url), patience.Token);
        await UntilAsync(socket, "connected", patience.Token);
        await SendAsync(socket, SocketMessages.Authenticate(server.Key, server.Secret), patience.Token);
        if (await UntilAsync(socket, "authenticated", patience.Token) is { } refused)
            return $"{server.Url} refuses the key of '{server.Name}': {refused}";
        await SendAsync(socket, SocketMessages.Subscribe(_symbols.Keys), patience.Token);
        while (await ReceiveAsync(socket, cancellationToken) is { } message)
        {
            if (message.FirstOrDefault(e => e.Refusal is not null) is { } refusal) return $"{server.Url}: {refusal.Refusal}";
            if (_run.Bad > _run.Services.Options.Value.MaxBad) return $"{server.Url}: {_run.Progress.Faults[^1]}";
            await TakeAsync(message, cancellationToken);
        }
        throw new WebSocketException("the server has closed the connection");
    }

    private async Task TakeAsync(IReadOnlyList<SocketEvent> message, CancellationToken cancellationToken)
    {
        var now = _run.Receive();
        foreach (var symbol in message.Where(e => e.Tick is not null && _symbols.ContainsKey(e.Symbol)).GroupBy(e => e.Symbol))
        {
            var ticks = symbol.Select(e => e.Tick!.Value).Select(t => _run.Feed.IsRestamped ? t with { At = now } : t).ToList();
            var batch = new TickBatch(_run.Feed.Id, _run.Name, [.. ticks]);
            // Sent once: without a place it would count twice.
            try
            {
                await _run.Grains.GetMarketData(_symbols[symbol.Key]).Take(batch);
                _run.Taken += ticks.Count;
                _run.Reach(ticks[^1].At);
            }
            catch (Exception e) when (GrainCall.IsFailure(e, cancellationToken))
            {
                _run.Note($"{symbol.Key}: {ticks.Count} ticks may be lost: {e.Message}");
            }
        }
    }

    /// <summary>Waits for a notice. Returns a refusal that came in its place.</summary>
    private async Task<string?> UntilAsync(ClientWebSocket socket, string notice, CancellationToken cancellationToken)
    {
        while (await ReceiveAsync(socket, cancellationToken) is { } message)
        {
            if (message.FirstOrDefault(e => e.Refusal is not null) is { } refusal) return refusal.Refusal;
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
            if (part.EndOfMessage) return Read(message.ToArray());
        }
    }

    /// <summary>A message that has not the form is noted, and says nothing.</summary>
    private IReadOnlyList<SocketEvent> Read(byte[] message)
    {
        try
        {
            return SocketMessages.Read(message);
        }
        catch (FormatException e)
        {
            _run.Note($"{_server!.Url}: {e.Message}");
            return [];
        }
    }

    private static Task SendAsync(ClientWebSocket socket, byte[] message, CancellationToken cancellationToken) =>
        socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
}
