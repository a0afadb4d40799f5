using TradingOps.Engine.Books;
using TradingOps.Grains.Accounts;
using TradingOps.Grains.Books;

namespace TradingOps.FaultySilo;

/// <summary>Applies each fill that is delivered to a maker's account twice.</summary>
internal sealed class DoubledFills : IIncomingGrainCallFilter
{
    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.ImplementationMethod.Name == nameof(IAccountGrain.Deliver)
            && context.Request.GetArgument(0) is ReportBatch batch)
            context.Request.SetArgument(0, batch with
            {
                Reports =
                    [.. batch.Reports.Select(r => r.Kind == BookEventKind.Traded ? r with { Quantity = 2 * r.Quantity } : r)],
            });
        return context.Invoke();
    }
}
