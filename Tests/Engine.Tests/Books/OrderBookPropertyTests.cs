using TradingOps.Engine.Books;

namespace TradingOps.Engine.Tests.Books;

public class OrderBookPropertyTests
{
    [Fact]
    public void The_engine_and_the_reference_book_do_the_same() => CommandSequence.ForAll(10_000, commands =>
    {
        var book = new OrderBook();
        var reference = new ReferenceBook();
        var events = new BookEventBuffer();
        foreach (var command in commands)
        {
            events.Clear();
            book.Apply(command, events);
            Assert.Equal(reference.Apply(command), events.Span.ToArray());
            Assert.Equal(reference.Indicative(), book.TryGetIndicative(out var indicative) ? indicative : null);
            book.ValidateInvariants();
        }
        Assert.Equal(BookText.Of(reference), BookText.Of(book));
        Assert.Equal(reference.StateHash(), book.StateHash());
    });

    [Fact]
    public void No_account_trades_with_itself_where_its_later_order_forbids_it() => CommandSequence.ForAll(2_000, commands =>
    {
        var book = new OrderBook();
        var events = new BookEventBuffer();
        var forbids = new Dictionary<long, bool>();
        foreach (var command in commands)
        {
            events.Clear();
            book.Apply(command, events);
            var prevention = command.Spec.Instructions.SelfTradePrevention;
            if (command.Kind == BookCommandKind.New && events.Span[0].Kind == BookEventKind.Accepted)
            {
                foreach (var id in new[] { command.OrderId, command.TakeProfitId, command.StopLossId })
                    if (id != 0)
                        forbids[id] = prevention != SelfTradePrevention.None;
            }
            foreach (var e in events.Span)
            {
                if (e.Kind == BookEventKind.Replaced) forbids[e.CounterOrderId] = forbids[e.OrderId];
                if (e.Kind != BookEventKind.Traded || !e.IsAuction || e.Account != e.CounterAccount) continue;
                Assert.False(forbids[Math.Max(e.OrderId, e.CounterOrderId)], $"{e.OrderId} traded with {e.CounterOrderId}");
            }
        }
    });

    [Fact]
    public void Replaying_the_events_gives_the_same_state() => CommandSequence.ForAll(1_000, commands =>
    {
        var book = new OrderBook();
        var replica = new OrderBook();
        var events = new BookEventBuffer();
        foreach (var command in commands)
        {
            events.Clear();
            book.Apply(command, events);
            replica.Replay(command, events.Span);
            Assert.Equal(book.StateHash(), replica.StateHash());
        }
        replica.ValidateInvariants();
        Assert.Equal(book.EventSequence, replica.EventSequence);
    });

    [Fact]
    public void Replaying_the_commands_gives_the_same_hash() => CommandSequence.ForAll(1_000, commands =>
    {
        var events = new BookEventBuffer();
        var (one, other) = (new OrderBook(), new OrderBook());
        foreach (var command in commands) one.Apply(command, events);
        foreach (var command in commands) other.Apply(command, events);
        Assert.Equal(one.StateHash(), other.StateHash());
    });

    [Fact]
    public void A_snapshot_at_any_point_changes_nothing_after_it() => CommandSequence.ForAll(1_000, commands =>
    {
        var book = new OrderBook();
        var restored = new OrderBook();
        var (events, restoredEvents) = (new BookEventBuffer(), new BookEventBuffer());
        for (var i = 0; i < commands.Length; i++)
        {
            if (i % 7 == 3) restored = Restore(restored);
            events.Clear();
            restoredEvents.Clear();
            book.Apply(commands[i], events);
            restored.Apply(commands[i], restoredEvents);
            Assert.Equal(events.Span.ToArray(), restoredEvents.Span.ToArray());
        }
        restored.ValidateInvariants();
        Assert.Equal(book.StateHash(), restored.StateHash());
    });

    [Fact]
    public void A_refusal_changes_nothing() => CommandSequence.ForAll(500, commands =>
    {
        var book = new OrderBook();
        var events = new BookEventBuffer();
        foreach (var command in commands)
        {
            events.Clear();
            var before = book.StateHash();
            if (book.Apply(command, events) == BookReason.None) continue;
            Assert.Equal(before, book.StateHash());
            Assert.Equal(BookEventKind.Rejected, Assert.Single(events.Span.ToArray()).Kind);
        }
    });

    private static OrderBook Restore(OrderBook book)
    {
        using var stream = new MemoryStream();
        book.WriteSnapshot(new BinaryWriter(stream));
        stream.Position = 0;
        return OrderBook.ReadSnapshot(new BinaryReader(stream));
    }
}
