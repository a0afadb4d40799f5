using TradingOps.Engine.Books;

namespace TradingOps.Engine.Tests.Books;

public sealed class AllocationTests
{
    private const int Commands = 50_000;

    /// <summary>Only a book that has grown larger may allocate.</summary>
    [Theory]
    [InlineData(50)]
    [InlineData(5_000)]
    [InlineData(100_000_000)]
    public void A_command_allocates_nothing_once_the_book_has_grown(int spread)
    {
        var (book, events) = (new OrderBook(), new BookEventBuffer());
        var commands = Script(spread);
        book.Apply(new BookCommand { Kind = BookCommandKind.SetLastPrice, Spec = new() { Price = 0 } }, events);
        for (var i = 0; i < 4; i++) Play(book, commands, events);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Play(book, commands, events);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Commands);
    }

    [Fact]
    public void An_auction_allocates_nothing_once_the_book_has_grown()
    {
        var (book, events) = (new OrderBook(), new BookEventBuffer());
        for (var i = 0; i < 4; i++) HoldAuction(book, events);
        var before = GC.GetAllocatedBytesForCurrentThread();
        HoldAuction(book, events);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(0, book.OpenOrders);
    }

    /// <summary>Fifty prices of both sides cross by all they have.</summary>
    private static void HoldAuction(OrderBook book, BookEventBuffer events)
    {
        events.Clear();
        book.Apply(new BookCommand { Kind = BookCommandKind.SetSession, Session = SessionState.Auction }, events);
        for (var i = 0; i < 50; i++)
        {
            var order = new BookCommand
            {
                Kind = BookCommandKind.New,
                Spec = new() { Type = OrderType.Limit, Quantity = 10 },
            };
            var buy = order.Spec with { Side = Side.Buy, Price = 200 + i };
            book.Apply(order with { OrderId = 2 * i, Spec = buy }, events);
            var sell = order.Spec with { Side = Side.Sell, Price = 100 + i };
            book.Apply(order with { OrderId = (2 * i) + 1, Account = 1, Spec = sell }, events);
            book.TryGetIndicative(out _);
        }
        book.Apply(new BookCommand { Kind = BookCommandKind.SetSession, Session = SessionState.Open }, events);
    }

    private static void Play(OrderBook book, BookCommand[] commands, BookEventBuffer events)
    {
        foreach (ref readonly var command in commands.AsSpan())
        {
            events.Clear();
            book.Apply(command, events);
        }
    }

    /// <summary>Orders of every kind, cancels and replacements around a price of 0; in the end all are canceled.</summary>
    private static BookCommand[] Script(int spread)
    {
        var random = new Random(7);
        var script = new List<BookCommand>();
        for (var i = 0; i < Commands; i++)
        {
            var command = new RandomCommand(random.Next()).Make();
            if (command.Kind is BookCommandKind.SetSession or BookCommandKind.SetBand) continue;
            var scale = spread / 10;
            script.Add(command with
            {
                OrderId = i % 2_000,
                Spec = command.Spec with
                {
                    Price = (command.Spec.Price - 100) * scale + random.Next(scale),
                    StopPrice = (command.Spec.StopPrice - 100) * scale,
                    ExpireAt = command.Spec.ExpireAt == 0 ? 0 : 1,
                },
                TakeProfitId = 0,
                StopLossId = 0,
                Time = 0,
            });
        }
        for (var id = 0; id < 2_000; id++)
            script.Add(new() { Kind = BookCommandKind.Cancel, OrderId = id, Account = OrderBook.AnyAccount });
        return [.. script];
    }
}
