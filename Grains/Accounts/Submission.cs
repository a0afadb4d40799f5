using TradingOps.Engine.Actors;
using TradingOps.Engine.Errors;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Accounts;

/// <summary>
/// One order request, who sent it, and its outcome, on its way through the gate of its account. Used within one grain's turns
/// only.
/// </summary>
internal sealed class Submission(OrderRequest request, Actor actor)
{
    private readonly TaskCompletionSource<SubmitResult> _result = new();

    /// <summary>The request.</summary>
    public OrderRequest Request { get; } = request;

    /// <summary>Who sent it.</summary>
    public Actor Actor { get; } = actor;

    /// <summary>
    /// The earlier submission of the same client order id that is still in flight, if any: this one waits for it.
    /// </summary>
    public Submission? First { get; init; }

    /// <summary>Whether it is refused unless it can only reduce a position.</summary>
    public bool OnlyReduces { get; set; }

    /// <summary>Whether an order of its client order id was stored before it came.</summary>
    public bool IsStored { get; set; }

    /// <summary>Whether the breakers let it pass, at the account and at its market.</summary>
    public bool HasPassedBreakers { get; set; }

    /// <summary>Whether its outcome is known.</summary>
    public bool IsDone => _result.Task.IsCompleted;

    /// <summary>The outcome, when it is known.</summary>
    public Task<SubmitResult> Result => _result.Task;

    /// <summary>Sets the outcome.</summary>
    public void Complete(SubmitResult result) => _result.SetResult(result);

    /// <summary>
    /// Sets the outcome of an order that failed: unavailable if a call or the store failed; any other exception is a bug, and
    /// the caller that awaits the outcome receives it. Does nothing if the outcome is known.
    /// </summary>
    public void Fail(Exception e)
    {
        if (IsDone) return;
        if (e is TradingUnavailableException known)
            Complete(new(SubmitOutcome.Unavailable, null, known.Code, known.Message));
        else if (GrainCall.IsFailure(e))
            Complete(new(SubmitOutcome.Unavailable, null, TradingError.OutcomeUnknown, $"a market did not answer: {e.Message}"));
        else
            _result.SetException(e);
    }

    /// <summary>The answer for a client order id that stands for another order.</summary>
    public static SubmitResult Reused(string? clientOrderId) => new(
        SubmitOutcome.Conflict, null, TradingError.ClientOrderIdReused,
        $"client_order_id '{clientOrderId}' was used for an order with other content");

    /// <summary>The outcome of an order under a client order id that an earlier one was stored or sent under.</summary>
    /// <param name="before">The earlier request.</param>
    /// <param name="result">Its outcome.</param>
    public SubmitResult Repeat(OrderRequest before, SubmitResult result)
    {
        if (Request with { AssetClass = null } != before with { AssetClass = null })
            return Reused(Request.ClientOrderId);
        return result.Order is null ? result : new(SubmitOutcome.Existing, result.Order);
    }
}
