using TradingOps.Engine.Books;

namespace TradingOps.Engine.Tests.Books;

public sealed class ReadAheadTests
{
    /// <summary>Ids of no order, at the ends of what an id can be.</summary>
    private static readonly long[] Unknown = [0, -1, 1L << 40, long.MaxValue, long.MinValue];

    [Fact]
    public void Reading_ahead_changes_neither_results_nor_events_nor_state() => CommandSequence.ForAll(1_000, commands =>
    {
        var (told, untold) = (new OrderBook(), new OrderBook());
        var (events, expected) = (new BookEventBuffer(), new BookEventBuffer());
        for (var i = 0; i < commands.Length; i++)
        {
            // Of what comes, of what was, and of what there never was.
            told.ReadAhead([.. commands[i..].Select(command => command.OrderId)]);
            told.ReadAhead([.. commands[..i].Select(command => command.OrderId), .. Unknown]);
            told.ReadAhead(Unknown);
            events.Clear();
            expected.Clear();
            Assert.Equal(untold.Apply(commands[i], expected), told.Apply(commands[i], events));
            Assert.Equal(expected.Span.ToArray(), events.Span.ToArray());
            Assert.Equal(untold.StateHash(), told.StateHash());
        }
        told.ValidateInvariants();
    });

    [Fact]
    public void Cancels_known_in_advance_do_what_the_reference_book_does() => CommandSequence.ForAll(1_000, commands =>
    {
        var (book, reference) = (new OrderBook(), new ReferenceBook());
        var events = new BookEventBuffer();
        foreach (var command in commands)
        {
            book.Apply(command, events);
            reference.Apply(command);
        }
        // All orders there are, by no order that the book knows, and some twice.
        long[] ids = [.. commands.Select(command => command.OrderId).Reverse(), .. Unknown];
        for (var i = 0; i < ids.Length; i++)
        {
            if (i % OrderBook.OrdersAhead == 0) book.ReadAhead(ids.AsSpan(i));
            var cancel = new BookCommand { Kind = BookCommandKind.Cancel, OrderId = ids[i], Account = OrderBook.AnyAccount };
            events.Clear();
            book.Apply(cancel, events);
            Assert.Equal(reference.Apply(cancel), events.Span.ToArray());
        }
        book.ValidateInvariants();
        Assert.Equal(reference.StateHash(), book.StateHash());
    });

    [Fact]
    public void An_empty_book_and_an_empty_list_are_nothing_special()
    {
        var book = new OrderBook();
        var before = book.StateHash();
        book.ReadAhead([]);
        book.ReadAhead(Unknown);
        Assert.Equal(before, book.StateHash());
    }

    [Fact]
    public void Reading_ahead_allocates_nothing()
    {
        var (book, events) = (new OrderBook(), new BookEventBuffer());
        var ids = new long[1_000];
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = i;
            var order = new BookCommand
            {
                Kind = BookCommandKind.New,
                Spec = new() { Type = OrderType.Limit, Price = i % 10, Quantity = 1 },
            };
            Assert.Equal(BookReason.None, book.Apply(order with { OrderId = i }, events));
        }
        book.ReadAhead(ids);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < ids.Length; i++) book.ReadAhead(ids.AsSpan(i));
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
