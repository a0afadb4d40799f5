using Microsoft.Extensions.Options;
using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;
using TradingOps.Grains;
using TradingOps.Grains.Orders;

namespace TradingOps.Client.Streams;

/// <summary>What every stream does from its opening to its end, whatever carries it.</summary>
internal sealed class StreamSession(
    StreamHub hub, StreamMetrics metrics, IGrainFactory grains, IOptions<StreamOptions> options, IHostApplicationLifetime front,
    ILogger<StreamSession> logger)
{
    /// <summary>How long the cluster may take to say where the feeds stand.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    /// <summary>The bounds.</summary>
    public StreamOptions Options => options.Value;

    /// <summary>Cancelled when the front stops.</summary>
    public CancellationToken Stopping => front.ApplicationStopping;

    /// <summary>A reader was cut off.</summary>
    public void CutOff(SlowReaderException e)
    {
        metrics.CutOff();
        Log.ReaderCutOff(logger, e.Message);
    }

    /// <summary>Counts a stream in for as long as <paramref name="run"/> takes; a problem if there are too many.</summary>
    public async Task<IResult> OpenAsync(Func<Task> run)
    {
        if (!metrics.TryOpen(Options.MaxConnections))
            return Problem.Of(TradingError.TooManyStreams, $"{Options.MaxConnections} streams are open");
        try
        {
            await run();
            return TypedResults.Empty;
        }
        finally
        {
            metrics.Closed();
        }
    }

    /// <summary>
    /// Sends what a request asks for until its reader goes or the front stops. <paramref name="start"/> is called when the feeds
    /// are there; until then errors of the cluster leave this as they are.
    /// </summary>
    public async Task RunAsync(
        StreamRequest request, IStreamSink sink, Func<CancellationToken, Task> start, CancellationToken aborted)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(aborted, front.ApplicationStopping);
        using var signal = new StreamSignal();
        var feeds = hub.Join(request, signal);
        try
        {
            await Task.WhenAll(feeds.Select(f => f.Ready)).WaitAsync(Patience, ends.Token);
            var connection = new StreamConnection(request, feeds, signal, sink, hub.CatchingUp, Options);
            var state = connection.Attach();
            // Asked once every feed has its place, so that nothing falls in between.
            var orders = await OpenOrdersAsync(request.AccountsToBegin(), request.Symbols);
            await start(ends.Token);
            await connection.RunAsync([.. orders, .. state], ends.Token);
        }
        catch (SlowReaderException e)
        {
            CutOff(e);
        }
        catch (FeedFailedException)
        {
            // The feed said it in the log. The reader comes back with its last id.
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // The reader went, or the front stops.
        }
        finally
        {
            hub.Leave(feeds, signal);
        }
    }

    private async Task<IReadOnlyList<StreamEvent>> OpenOrdersAsync(IEnumerable<string> accounts, IReadOnlySet<string> symbols)
    {
        var events = new List<StreamEvent>();
        foreach (var account in accounts)
            events.Add(StreamEvents.OfOpenOrders(account, await OpenOrdersAsync(account, symbols)));
        return events;
    }

    /// <summary>All of them, a page at a time; of several symbols they are picked here, which costs fewer questions.</summary>
    private async Task<IReadOnlyList<OrderView>> OpenOrdersAsync(string account, IReadOnlySet<string> symbols)
    {
        var orders = new List<OrderView>();
        var filter = new OrderFilter
        {
            Account = account,
            Symbol = symbols.Count == 1 ? symbols.Single() : null,
            Statuses = OrderStatuses.Open,
            Limit = OrderFilter.MaxLimit,
        };
        while (true)
        {
            var page = await grains.GetOrderQueries().ListOrders(filter);
            orders.AddRange(page.Orders.Where(o => symbols.Contains(o.Request.Symbol)));
            if (page.Next is null) return orders;
            filter = filter with { Before = page.Next };
        }
    }
}
