using TradingOps.Engine.Books;

namespace TradingOps.Engine.Tests.Books;

/// <summary>A peak that an iceberg has not shown yet takes the room of an order.</summary>
public sealed class IcebergRoomTests
{
    private readonly OrderBook _book = new(new BookLimits { MaxOpenOrders = 10 });
    private readonly BookEventBuffer _events = new();

    public IcebergRoomTests() => Assert.Equal(BookReason.None, Sell(1, quantity: 10, peak: 2));

    [Fact]
    public void An_iceberg_needs_room_for_all_of_its_peaks()
    {
        for (var id = 2; id <= 4; id++) Assert.Equal(BookReason.None, Sell(id, quantity: 1));
        Assert.Equal(BookReason.None, Sell(5, quantity: 3, peak: 2));
        Assert.Equal(BookReason.BookFull, Sell(6, quantity: 1));
        Assert.Equal(5, _book.OpenOrders);
    }

    [Fact]
    public void Icebergs_leave_half_of_the_room_to_orders_that_hide_nothing()
    {
        Assert.Equal(BookReason.BookFull, Sell(2, quantity: 5, peak: 2));
        Assert.Equal(BookReason.BookFull, Replace(13));
        Assert.Equal(BookReason.None, Replace(12));
        Assert.Equal(BookReason.BookFull, Sell(2, quantity: 2, peak: 1));
        for (var id = 2; id <= 5; id++) Assert.Equal(BookReason.None, Sell(id, quantity: 1));
        Assert.Equal(BookReason.BookFull, Sell(6, quantity: 1));
        _book.ValidateInvariants();
    }

    [Fact]
    public void A_peak_that_was_taken_makes_room_for_an_order()
    {
        for (var id = 2; id <= 5; id++) Assert.Equal(BookReason.None, Sell(id, quantity: 1));
        Assert.Equal(BookReason.None, Buy(6, quantity: 2));
        Assert.Equal(BookReason.None, Sell(7, quantity: 1));
        Assert.Equal(BookReason.None, Sell(8, quantity: 1));
        Assert.Equal(BookReason.BookFull, Sell(9, quantity: 1));
        _book.ValidateInvariants();
    }

    [Theory]
    [InlineData(BookCommandKind.Cancel, 0, 5)]
    [InlineData(BookCommandKind.Reduce, 1, 0)]
    [InlineData(BookCommandKind.Reduce, 2, 1)]
    [InlineData(BookCommandKind.Reduce, 8, 4)]
    [InlineData(BookCommandKind.Replace, 5, 2)]
    public void What_makes_an_iceberg_smaller_makes_room(BookCommandKind kind, long quantity, int room)
    {
        for (var id = 2; id <= 6; id++) Assert.Equal(BookReason.None, Sell(id, quantity: 1));
        Assert.Equal(BookReason.BookFull, Sell(7, quantity: 1));
        var change = new BookCommand { Kind = kind, OrderId = 1, Spec = new() { Price = 10, Quantity = quantity } };
        Assert.Equal(BookReason.None, Apply(change));
        for (var id = 7; id < 7 + room; id++) Assert.Equal(BookReason.None, Sell(id, quantity: 1));
        Assert.Equal(BookReason.BookFull, Sell(20, quantity: 1));
        _book.ValidateInvariants();
    }

    [Fact]
    public void A_replacement_needs_room_for_the_peaks_that_it_adds()
    {
        for (var id = 2; id <= 5; id++) Sell(id, quantity: 1);
        Assert.Equal(BookReason.BookFull, Replace(13));
        Assert.Equal(BookReason.None, Replace(12));
        Assert.Equal(BookReason.BookFull, Sell(6, quantity: 1));
        Assert.Equal(BookReason.None, Replace(12));
        Assert.Equal(BookReason.None, Replace(3));
        Assert.Equal(BookReason.None, Sell(6, quantity: 7, peak: 2));
        Assert.Equal(BookReason.BookFull, Replace(5));
        _book.ValidateInvariants();
    }

    [Fact]
    public void A_bracket_needs_room_for_its_exits_and_its_peaks()
    {
        for (var id = 5; id <= 6; id++) Sell(id, quantity: 1);
        var bracket = Order(2, Side.Sell, quantity: 3, peak: 2)
            .With(o => o with { TakeProfitPrice = 5, StopLossPrice = 20 }) with
        {
            TakeProfitId = 3,
            StopLossId = 4,
        };
        Assert.Equal(BookReason.BookFull, Apply(bracket));
        Assert.Equal(BookReason.None, Apply(bracket.With(o => o with { DisplayQuantity = 0 })));
        Assert.Equal(BookReason.BookFull, Sell(7, quantity: 1));
    }

    private BookReason Sell(long id, long quantity, long peak = 0) => Apply(Order(id, Side.Sell, quantity, peak));

    private BookReason Buy(long id, long quantity) =>
        Apply(Order(id, Side.Buy, quantity, 0).With(o => o with { TimeInForce = TimeInForce.Ioc }) with { Account = 1 });

    private BookReason Replace(long quantity) =>
        Apply(new() { Kind = BookCommandKind.Replace, OrderId = 1, Spec = new() { Price = 10, Quantity = quantity } });

    private BookReason Apply(BookCommand command)
    {
        _events.Clear();
        return _book.Apply(command, _events);
    }

    private static BookCommand Order(long id, Side side, long quantity, long peak) => new()
    {
        Kind = BookCommandKind.New,
        OrderId = id,
        Spec = new()
        {
            Instructions = new(side, OrderType.Limit, TimeInForce.Gtc),
            Price = 10,
            Quantity = quantity,
            DisplayQuantity = peak,
        },
    };
}
