using TradingOps.Engine.Books;

namespace TradingOps.Engine.Tests.Books;

public class PriorityTests
{
    private readonly TestBook _book = new();

    [Fact]
    public void A_partial_fill_keeps_priority()
    {
        _book.Sell(1, 10, 100);
        _book.Sell(2, 10, 100);
        _book.Buy(3, 4, 100);
        Assert.Equal([1, 2], _book.Queue(Side.Sell));
        _book.Buy(4, 8, 100);
        Assert.Equal(["Accepted 4 8", "Traded 4<1 6@100", "Traded 4<2 2@100"], _book.Events);
    }

    [Fact]
    public void A_smaller_quantity_at_the_same_price_keeps_priority()
    {
        _book.Buy(1, 10, 100);
        _book.Buy(2, 10, 100);
        Assert.Equal(BookReason.None, _book.Replace(1, 9, 100));
        Assert.Equal([1, 2], _book.Queue(Side.Buy));
    }

    [Theory]
    [InlineData(10, 100)]
    [InlineData(11, 100)]
    [InlineData(5, 99)]
    public void Any_other_replacement_goes_to_the_back(long quantity, long price)
    {
        _book.Buy(1, 10, 100);
        _book.Buy(2, 10, 100);
        _book.Buy(3, 10, 99);
        _book.Replace(1, quantity, price);
        Assert.Equal(price == 100 ? [2, 1, 3] : [2, 3, 1], _book.Queue(Side.Buy));
    }

    [Fact]
    public void A_replacement_may_bring_a_new_id_which_must_be_free()
    {
        _book.Buy(1, 10, 100);
        _book.Buy(2, 10, 100);
        Assert.Equal(BookReason.DuplicateOrder, _book.Replace(1, 5, 100, newId: 2));
        Assert.Equal(BookReason.None, _book.Replace(1, 5, 100, newId: 3));
        Assert.Equal([3, 2], _book.Queue(Side.Buy));
        Assert.False(_book.Book.TryGetOrder(1, out _));
    }

    [Fact]
    public void A_replacement_that_crosses_takes_at_the_price_of_the_maker()
    {
        _book.Sell(1, 10, 100);
        _book.Buy(2, 10, 95);
        _book.Replace(2, 4, 105);
        Assert.Equal(["Replaced 2 4", "Traded 2<1 4@100"], _book.Events);
    }

    [Fact]
    public void A_refreshed_peak_goes_to_the_back()
    {
        _book.Sell(1, 10, 100, order => order with { DisplayQuantity = 4 });
        _book.Sell(2, 5, 100);
        _book.Buy(3, 4, 100);
        Assert.Equal([2, 1], _book.Queue(Side.Sell));
        Assert.Equal(["Accepted 3 4", "Traded 3<1 4@100", "Refreshed 1 4"], _book.Events);
        _book.Buy(4, 20, 100);
        string[] events =
            ["Accepted 4 20", "Traded 4<2 5@100", "Traded 4<1 4@100", "Refreshed 1 2", "Traded 4<1 2@100", "Rested 4 9"];
        Assert.Equal(events, _book.Events);
    }

    [Fact]
    public void Reducing_an_iceberg_takes_the_hidden_lots_first()
    {
        _book.Sell(1, 10, 100, order => order with { DisplayQuantity = 4 });
        _book.Apply(new BookCommand { Kind = BookCommandKind.Reduce, OrderId = 1, Account = 1, Spec = new() { Quantity = 7 } });
        Assert.True(_book.Book.TryGetOrder(1, out var order));
        Assert.Equal((3, 3), (order.Remaining, order.Displayed));
    }

    [Fact]
    public void Only_the_owner_may_cancel_reduce_or_replace_an_order()
    {
        _book.Buy(1, 10, 100);
        foreach (var kind in new[] { BookCommandKind.Cancel, BookCommandKind.Reduce, BookCommandKind.Replace })
        {
            var command = new BookCommand { Kind = kind, OrderId = 1, Account = 7, Spec = new() { Quantity = 1, Price = 100 } };
            Assert.Equal(BookReason.NotOpen, _book.Apply(command));
        }
    }

    [Fact]
    public void A_duplicate_of_a_live_id_is_refused_before_it_can_match()
    {
        var book = new TestBook();
        book.Sell(1, 5, 100);
        book.Buy(2, 5, 90);
        Assert.Equal(BookReason.DuplicateOrder, book.Buy(2, 5, 100));
        Assert.Equal([1], book.Queue(Side.Sell));
        Assert.Equal([2], book.Queue(Side.Buy));
    }

    [Fact]
    public void An_id_is_free_again_once_its_order_is_gone()
    {
        _book.Buy(1, 10, 100);
        Assert.Equal(BookReason.DuplicateOrder, _book.Sell(1, 10, 100));
        _book.Cancel(1);
        Assert.Equal(BookReason.None, _book.Sell(1, 10, 100));
    }
}
