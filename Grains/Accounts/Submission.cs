using TradingOps.Engine.Instruments;
using TradingOps.Grains.Books;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Accounts;

/// <summary>One order on its way through the gate of its account. Used within one grain's turns only.</summary>
internal sealed class Submission(OrderRequest request)
{
    private readonly TaskCompletionSource<SubmitResult> _result = new();

    /// <summary>What was asked.</summary>
    public OrderRequest Request { get; } = request;

    /// <summary>The one of the same client order id that came first and is under way, if any: this one waits for it.</summary>
    public Submission? First { get; init; }

    /// <summary>Its instrument, once the order was read.</summary>
    public Instrument Instrument { get; set; } = null!;

    /// <summary>The order in ticks and lots, once it was read.</summary>
    public PlaceOrder Order { get; set; } = null!;

    /// <summary>Whether an order of its client order id was stored before it came.</summary>
    public bool IsStored { get; set; }

    /// <summary>Whether the breakers let it pass.</summary>
    public bool PassedBreakers { get; set; }

    /// <summary>What it holds while its market has it.</summary>
    public OrderHold? Hold { get; set; }

    /// <summary>Whether its outcome is known.</summary>
    public bool IsDone => _result.Task.IsCompleted;

    /// <summary>The outcome, when it is known.</summary>
    public Task<SubmitResult> Result => _result.Task;

    /// <summary>The outcome is known.</summary>
    public void Complete(SubmitResult result) => _result.SetResult(result);

    /// <summary>A bug: whoever waits for the outcome gets it.</summary>
    public void Break(Exception bug) => _result.SetException(bug);
}
