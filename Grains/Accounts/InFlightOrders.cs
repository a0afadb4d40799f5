using Microsoft.Extensions.Logging;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Actors;
using TradingOps.Engine.Errors;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Accounts;

/// <summary>
/// The orders of an account that are in flight: which client order ids, and what each order reserves until its outcome is known.
/// An order that is sent again replaces the reservation of its first try: either the market has taken the first, and refuses the
/// second as a repetition, or it has not, and the second is the order. Used within one grain's turns only.
/// </summary>
internal sealed class InFlightOrders(
    Account account, ReportFeed feed, IGrainFactory grains, TimeProvider clock, ILogger logger)
{
    /// <summary>
    /// As the response timeout of <see cref="Books.IOrderBookGrain.Place"/>: a market takes no order later than that.
    /// </summary>
    public static readonly TimeSpan PlaceTimeout = CallTimeouts.Of(CallTimeouts.Market);

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, Submission> _submissions = new(StringComparer.Ordinal);
    private readonly HashSet<string> _renames = new(StringComparer.Ordinal);
    private readonly HashSet<string> _heldRenames = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OrderReservation> _reservations = new(StringComparer.Ordinal);

    /// <summary>The deadline of what is sent to a market now, in µs since 1970: past that the market does not take it.</summary>
    public long NextDeadline => clock.GetMicroseconds() + (long)PlaceTimeout.TotalMicroseconds;

    /// <summary>Begins a submission; one of a client order id that is in flight waits for the first.</summary>
    public Submission Begin(OrderRequest request, Actor actor)
    {
        if (request.ClientOrderId is not { } id) return new(request, actor);
        if (_submissions.TryGetValue(id, out var first)) return new(request, actor) { First = first };
        var submission = new Submission(request, actor);
        if (_renames.Contains(id)) submission.Fail(StillUnderWay(id));
        else _submissions.Add(id, submission);
        return submission;
    }

    /// <summary>
    /// Begins to give an order a client order id. <see cref="TradingUnavailableException"/> if another order may get it now.
    /// </summary>
    public void BeginRename(string clientOrderId)
    {
        if (_submissions.ContainsKey(clientOrderId) || _reservations.ContainsKey(clientOrderId) || !_renames.Add(clientOrderId))
            throw StillUnderWay(clientOrderId);
    }

    /// <summary>Ends what <see cref="BeginRename"/> began, unless <see cref="HoldRenameAsync"/> holds it.</summary>
    public void EndRename(string clientOrderId)
    {
        if (!_heldRenames.Contains(clientOrderId)) _renames.Remove(clientOrderId);
    }

    /// <summary>Holds an id whose outcome is unknown until its deadline: past that the market takes the change no more.</summary>
    public async Task HoldRenameAsync(string clientOrderId)
    {
        _heldRenames.Add(clientOrderId);
        await Task.Delay(PlaceTimeout, clock);
        _heldRenames.Remove(clientOrderId);
        _renames.Remove(clientOrderId);
    }

    /// <summary>The submission of a client order id that is in flight.</summary>
    public Submission Get(string clientOrderId) => _submissions[clientOrderId];

    /// <summary>The submission of a client order id that is in flight, if there is one.</summary>
    public Submission? Find(string clientOrderId) => _submissions.GetValueOrDefault(clientOrderId);

    /// <summary>Ends the submissions that were first of their client order ids.</summary>
    public void End(IEnumerable<Submission> firsts)
    {
        foreach (var submission in firsts)
            if (submission.Request.ClientOrderId is { } id && _submissions.GetValueOrDefault(id) == submission)
                _submissions.Remove(id);
    }

    /// <summary>Reserves what an order holds.</summary>
    public OrderReservation Reserve(HeldOrder order, string? clientOrderId)
    {
        account.Reserve(order);
        var reservation = new OrderReservation(order, () =>
        {
            account.Release(order);
            if (clientOrderId is not null) _reservations.Remove(clientOrderId);
        });
        if (clientOrderId is not null) _reservations.Add(clientOrderId, reservation);
        return reservation;
    }

    /// <summary>The reservation of an earlier try whose outcome is unknown; null for the first try.</summary>
    public OrderReservation? FindReservation(string? clientOrderId) =>
        clientOrderId is null ? null : _reservations.GetValueOrDefault(clientOrderId);

    private static TradingUnavailableException StillUnderWay(string clientOrderId) => new(
        TradingError.StillUnderWay, $"a change that gives an order the client_order_id '{clientOrderId}' is under way");

    /// <summary>
    /// Releases the reservations of orders whose outcome is unknown, once the account has applied every report that their
    /// market may still send. Retries until the market answers.
    /// </summary>
    public async Task ResolveUnknownOutcomeAsync(IReadOnlyList<OrderReservation> reservations, string symbol)
    {
        await Task.Delay(PlaceTimeout, clock);
        while (reservations.Any(r => !r.IsReleased))
        {
            try
            {
                // Past the deadline the market takes the orders no more; it reports now what it took before.
                await feed.CatchUpAsync(grains.GetOrderBook(symbol), symbol);
                foreach (var reservation in reservations) reservation.Release();
            }
            catch (Exception e)
            {
                Log.OutcomeUnknown(logger, account.Id, symbol, e);
                await Task.Delay(RetryAfter, clock);
            }
        }
    }
}
