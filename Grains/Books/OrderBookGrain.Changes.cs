using System.Collections.Immutable;
using TradingOps.Engine.Books;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Journaling;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Books;

// Cancels and changes of orders that are in the book.
public sealed partial class OrderBookGrain
{
    private const int CanceledAtOnce = 1_000;

    /// <inheritdoc/>
    public Task<SubmitResult> Cancel(string orderId) => Change(orderId, number => new()
    {
        Kind = BookCommandKind.Cancel,
        Account = OrderBook.AnyAccount,
        OrderId = number,
        Time = clock.GetMicroseconds(),
    });

    /// <inheritdoc/>
    public async Task<ImmutableArray<OrderView>> CancelOrders(ImmutableArray<long> numbers)
    {
        _ = Instrument;
        await KeepSessionAsync();
        ThrowIfNothingIsTaken();
        // Not all in one turn, nor all of what may wait for the journal: others trade here meanwhile.
        foreach (var some in numbers.Chunk(CanceledAtOnce))
        {
            ThrowIfFaulted();
            var records = _market.Cancel(some, clock.GetMicroseconds());
            if (records.Length > 0) await Commit(null, records);
        }
        await UntilDurable();
        var ids = numbers.Select(n => OrderIds.Format(_market.Symbol, n)).ToArray();
        var orders = await queries.FindOrdersAsync(ids, CancellationToken.None);
        if (orders.FirstOrDefault(o => o.IsOpen) is { } open) throw Superseded(open.Id);
        return [.. orders.Where(o => o.Status == OrderStatus.Canceled)];
    }

    /// <inheritdoc/>
    public Task<SubmitResult> Replace(ReplaceOrder replacement) => Change(replacement.OrderId, number => new()
    {
        Kind = BookCommandKind.Replace,
        Account = OrderBook.AnyAccount,
        OrderId = number,
        Price = replacement.Price,
        StopPrice = replacement.StopPrice,
        Quantity = replacement.Quantity,
        Time = clock.GetMicroseconds(),
    }, replacement.Expected);

    private async Task<SubmitResult> Change(string orderId, Func<long, BookCommand> command, long? expected = null)
    {
        if (_instrument is null || !OrderIds.TryParse(orderId, out _, out var number)) return NotFound(orderId);
        await KeepSessionAsync();
        ThrowIfNothingIsTaken();
        if (expected is { } lots && _market.Book.TryGetOrder(number, out var order) && order.Remaining != lots)
        {
            await UntilDurable();
            return new(SubmitOutcome.Conflict, null, "order_changed", $"order {orderId} has traded meanwhile");
        }
        var wasEntered = IsEntered(number);
        var record = _market.Execute(command(number), out var reason);
        if (record is null)
        {
            await UntilDurable();
            var known = await queries.FindOrderAsync(orderId, CancellationToken.None);
            if (known is null) return NotFound(orderId);
            if (!known.IsOpen)
                return new(SubmitOutcome.Conflict, known, "not_open",
                    $"order {orderId} is {known.Status.ToString().ToLowerInvariant()}");
            // Entered since it was asked for: perhaps this very order, perhaps another here where the order entered elsewhere.
            if (!wasEntered && IsEntered(number))
                throw NotTaken(TradingUnavailableException.Restoring, $"order {orderId} entered while it was asked for");
            if (reason == BookReason.NotOpen) throw Superseded(orderId);
            return new(SubmitOutcome.Refused, known, ReasonCodes.Of(reason), $"order {orderId} cannot be changed");
        }
        await Commit(null, record);
        return new(SubmitOutcome.Accepted, await queries.FindOrderAsync(orderId, CancellationToken.None));
    }

    private bool IsEntered(long number) => OrderIds.RecordOf(number) <= _market.Sequence;

    /// <summary>Open in the store and unknown here: another activation went on, which took the order.</summary>
    private TradingUnavailableException Superseded(string orderId) =>
        Fault(new JournalConflictException($"order {orderId} is open and not in this book, which was superseded"));

    private static SubmitResult NotFound(string orderId) =>
        new(SubmitOutcome.NotFound, null, "unknown_order", $"there is no order {orderId}");
}
