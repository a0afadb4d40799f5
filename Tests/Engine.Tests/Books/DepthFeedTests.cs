using TradingOps.Engine.Books;

namespace TradingOps.Engine.Tests.Books;

public class DepthFeedTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(50)]
    public void A_snapshot_and_the_updates_after_it_are_the_book(int depth) => CommandSequence.ForAll(300, commands =>
    {
        var book = new OrderBook();
        var feed = new DepthFeed(book, depth);
        var image = new DepthImage();
        var events = new BookEventBuffer();
        for (var i = 0; i < commands.Length; i++)
        {
            events.Clear();
            book.Apply(commands[i], events);
            // A publisher may skip commands, and a reader may come late.
            if (i % 3 != 0) continue;
            if (i % 17 == 0) image.Reset(feed);
            foreach (var update in feed.Publish()) Assert.True(image.TryApply(update));
            AssertSame(book, image, depth);
        }
    });

    [Fact]
    public void Order_by_order_a_snapshot_and_the_events_after_it_are_the_book() => CommandSequence.ForAll(300, commands =>
    {
        var book = new OrderBook();
        OrderBook? follower = null;
        var events = new BookEventBuffer();
        for (var i = 0; i < commands.Length; i++)
        {
            events.Clear();
            book.Apply(commands[i], events);
            if (i == commands.Length / 2) follower = Copy(book);
            else follower?.Replay(commands[i], events.Span);
        }

        if (follower is null) return;
        Assert.Equal(book.EventSequence, follower.EventSequence);
        Assert.Equal(book.Orders(Side.Buy), follower.Orders(Side.Buy));
        Assert.Equal(book.Orders(Side.Sell), follower.Orders(Side.Sell));
    });

    [Fact]
    public void A_missing_update_is_noticed_and_a_repeated_one_is_not_counted_twice()
    {
        var image = new DepthImage();
        var first = new DepthUpdate(1, Side.Buy, 100, 5, 1);
        Assert.True(image.TryApply(first));
        Assert.True(image.TryApply(first));
        Assert.False(image.TryApply(new DepthUpdate(3, Side.Buy, 99, 5, 1)));
        Assert.Equal([new DepthLevel(100, 5, 1)], image.Levels(Side.Buy));
    }

    [Fact]
    public void A_level_that_drops_out_of_the_depth_comes_back_when_there_is_room()
    {
        var book = new OrderBook();
        var feed = new DepthFeed(book, 1);
        var events = new BookEventBuffer();
        book.Apply(Limit(1, 100), events);
        Assert.Equal([new DepthUpdate(1, Side.Buy, 100, 5, 1)], feed.Publish().ToArray());
        book.Apply(Limit(2, 101), events);
        Assert.Equal(
            [new DepthUpdate(2, Side.Buy, 101, 5, 1), new DepthUpdate(3, Side.Buy, 100, 0, 0)], feed.Publish().ToArray());
        book.Apply(new BookCommand { Kind = BookCommandKind.Cancel, OrderId = 2 }, events);
        Assert.Equal(
            [new DepthUpdate(4, Side.Buy, 101, 0, 0), new DepthUpdate(5, Side.Buy, 100, 5, 1)], feed.Publish().ToArray());
    }

    private static void AssertSame(OrderBook book, DepthImage image, int depth)
    {
        foreach (var side in new[] { Side.Buy, Side.Sell })
        {
            var levels = new DepthLevel[depth];
            var count = book.CopyDepth(side, levels);
            Assert.Equal(levels.Take(count), image.Levels(side));
        }
    }

    private static BookCommand Limit(long id, long price) => new()
    {
        Kind = BookCommandKind.New,
        OrderId = id,
        Type = OrderType.Limit,
        Price = price,
        Quantity = 5,
    };

    private static OrderBook Copy(OrderBook book)
    {
        using var stream = new MemoryStream();
        book.WriteSnapshot(new BinaryWriter(stream));
        stream.Position = 0;
        return OrderBook.ReadSnapshot(new BinaryReader(stream));
    }
}
