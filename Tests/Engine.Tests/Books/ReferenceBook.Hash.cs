using System.IO.Hashing;
using TradingOps.Engine.Books;

namespace TradingOps.Engine.Tests.Books;

// The hash of the state, from the plain content.
internal sealed partial class ReferenceBook
{
    private long _eventSequence;

    /// <summary>What <see cref="OrderBook.StateHash"/> must give for the same content: its snapshot's fields, hashed.</summary>
    public ulong StateHash()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        WriteBook(writer);
        foreach (var side in new[] { Side.Buy, Side.Sell }) WriteQueue(writer, [.. Resting(side)]);
        foreach (var trigger in Enum.GetValues<TriggerPrice>())
            foreach (var rises in new[] { true, false })
                WriteQueue(writer, [.. WaitingForPrice().Where(order => order.Trigger == trigger && order.Rises == rises)]);
        if (AnyForClose)
            foreach (var rises in new[] { true, false })
                WriteQueue(writer, [.. Waiting().Where(order => order.IsForClose && order.Rises == rises)]);
        writer.Write(_owners.Count);
        foreach (var (account, owner) in _owners.OrderBy(owner => owner.Key))
        {
            writer.Write(account);
            writer.Write(owner);
        }
        writer.Write(_positions.Count);
        foreach (var (account, position) in _positions.OrderBy(position => position.Key))
        {
            writer.Write(account);
            writer.Write(position);
        }
        writer.Flush();
        return XxHash3.HashToUInt64(bytes.ToArray());
    }

    private bool AnyForClose => Waiting().Any(order => order.IsForClose);

    private IEnumerable<ReferenceOrder> WaitingForPrice() => Waiting().Where(order => !order.IsForClose);

    private void WriteBook(BinaryWriter writer)
    {
        var limits = BookLimits.Default;
        writer.Write(AnyForClose ? 4 : 3);
        writer.Write(limits.MinPrice);
        writer.Write(limits.MaxPrice);
        writer.Write(limits.MaxQuantity);
        writer.Write(limits.MaxOpenOrders);
        writer.Write(_clock);
        writer.Write(_sequence);
        writer.Write(_eventSequence);
        writer.Write(LastPrice.HasValue);
        writer.Write(LastPrice ?? 0);
        writer.Write(LastQuantity);
        writer.Write((byte)Session);
        writer.Write((byte)LimitState);
        writer.Write(BandLow);
        writer.Write(BandHigh);
        writer.Write(BandReference.HasValue);
        writer.Write(BandReference ?? 0);
    }

    private static void WriteQueue(BinaryWriter writer, List<ReferenceOrder> queue)
    {
        writer.Write(queue.Count);
        foreach (var order in queue) Write(writer, order);
    }

    private static void Write(BinaryWriter writer, ReferenceOrder order)
    {
        writer.Write(order.Id);
        writer.Write(order.Price);
        writer.Write(order.Displayed);
        writer.Write(order.Hidden);
        writer.Write(order.Account);
        writer.Write((byte)order.Side);
        writer.Write((byte)order.Type);
        writer.Write((byte)order.TimeInForce);
        writer.Write((byte)order.Prevention);
        var i = order.Instructions;
        var flags = (i.PostOnly ? 1 : 0) + (i.ReduceOnly ? 2 : 0) + (i.RestsAtWorst ? 4 : 0)
            + 8 * (int)i.Trigger + 32 * (int)i.Class + (i.Hidden ? 128 : 0);
        writer.Write((byte)flags);
        var isBracket = order.TakeProfit is not null || order.StopLoss is not null;
        var isTimed = order.IsStop || order.TimeInForce == TimeInForce.Gtd || order.ReduceOnly;
        var isSpecial = isBracket || isTimed || order.Pair is not null || order.StopPrice != 0 || order.Peak != 0
            || order.MinQuantity != 0 || order.IsHidden;
        writer.Write(isSpecial);
        if (!isSpecial) return;
        writer.Write(order.StopPrice);
        writer.Write(order.Peak);
        writer.Write(order.ExpireAt);
        writer.Write(order.Amount);
        writer.Write(order.ByAmount);
        writer.Write(order.TrailAmount);
        writer.Write(order.TrailBasisPoints);
        writer.Write(isTimed ? order.Sequence : 0);
        writer.Write(order.MinQuantity);
        writer.Write(isBracket ? order.Filled : 0);
        writer.Write(isBracket ? order.Given : 0);
        writer.Write(order.Pair is not null);
        if (order.Pair is not null) writer.Write(order.Pair.Id);
        foreach (var exit in new[] { order.TakeProfit, order.StopLoss })
        {
            writer.Write(exit is not null);
            if (exit is null) continue;
            writer.Write(exit.Place == OrderPlace.Held);
            if (exit.Place == OrderPlace.Held) Write(writer, exit);
            else writer.Write(exit.Id);
        }
    }
}
