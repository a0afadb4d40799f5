using FsCheck;
using FsCheck.Fluent;
using TradingOps.Engine.Books;

namespace TradingOps.Engine.Tests.Books;

public class MalformedCommandTests
{
    private static readonly long[] Extremes =
    [
        long.MinValue, long.MinValue + 1, -BookLimits.PriceBound - 1, -BookLimits.PriceBound, -1, 0, 1, 2, 7, 99, 100, 101,
        BookLimits.PriceBound, BookLimits.PriceBound + 1, int.MaxValue, long.MaxValue - 1, long.MaxValue,
    ];

    [Fact]
    public void Nothing_throws_and_nothing_breaks() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(3_000).WithEndSize(120).WithQuietOnSuccess(true),
        Prop.ForAll(
            Arb.From(Gen.Choose(0, int.MaxValue).ArrayOf(), ArbMap.Default.ArbFor<int[]>().Shrinker),
            seeds => PlayMalformed(seeds)));

    [Theory]
    [InlineData(0, BookReason.InvalidQuantity)]
    [InlineData(-1, BookReason.InvalidQuantity)]
    [InlineData(long.MinValue, BookReason.InvalidQuantity)]
    [InlineData(long.MaxValue, BookReason.InvalidQuantity)]
    [InlineData(BookLimits.QuantityBound + 1, BookReason.InvalidQuantity)]
    [InlineData(BookLimits.QuantityBound, BookReason.None)]
    public void A_quantity_out_of_bounds_is_refused(long quantity, BookReason reason)
    {
        var command = new BookCommand
        {
            Kind = BookCommandKind.New,
            OrderId = 1,
            Spec = new() { Type = OrderType.Limit, Quantity = quantity },
        };
        Assert.Equal(reason, new OrderBook().Apply(command, new BookEventBuffer()));
    }

    [Fact]
    public void An_iceberg_with_too_many_peaks_is_refused_and_not_replaced()
    {
        var (book, events) = (new OrderBook(), new BookEventBuffer());
        var iceberg = new BookCommand
        {
            Kind = BookCommandKind.New,
            OrderId = 1,
            Spec = new()
            {
                Instructions = new() { Type = OrderType.Limit },
                Price = 10,
                DisplayQuantity = 2,
                Quantity = 2 * BookLimits.PeakBound,
            },
        };
        Assert.Equal(BookReason.InvalidQuantity, book.Apply(iceberg, events));
        Assert.Equal(BookReason.None, book.Apply(iceberg.With(o => o with { Quantity = o.Quantity - 1 }), events));
        var replace = iceberg.With(o => o with { DisplayQuantity = 0 }) with { Kind = BookCommandKind.Replace };
        Assert.Equal(BookReason.InvalidQuantity, book.Apply(replace, events));

        // The most trades that an order can cause with another.
        events.Clear();
        var taker = iceberg.With(o => o with { Side = Side.Sell, DisplayQuantity = 0 }) with { OrderId = 2, Account = 1 };
        Assert.Equal(BookReason.None, book.Apply(taker, events));
        Assert.Equal(BookLimits.PeakBound, events.Span.ToArray().Count(e => e.Kind == BookEventKind.Traded));
    }

    [Fact]
    public void A_full_book_refuses_the_next_order()
    {
        var book = new OrderBook(new BookLimits { MaxOpenOrders = 2 });
        var events = new BookEventBuffer();
        var order = new BookCommand
        {
            Kind = BookCommandKind.New,
            Spec = new() { Type = OrderType.Limit, Price = 10, Quantity = 1 },
        };
        Assert.Equal(BookReason.None, book.Apply(order with { OrderId = 1 }, events));
        Assert.Equal(BookReason.None, book.Apply(order with { OrderId = 2 }, events));
        Assert.Equal(BookReason.BookFull, book.Apply(order with { OrderId = 3 }, events));
    }

    /// <summary>Good commands, so that there is a book to break, with bad ones among them.</summary>
    private static void PlayMalformed(int[] seeds)
    {
        var book = new OrderBook();
        var replica = new OrderBook();
        var events = new BookEventBuffer();
        var i = 0;
        foreach (var good in RandomCommand.Sequence(seeds))
        {
            var random = new Random(seeds[i++]);
            var command = random.Next(3) == 0 ? good : Spoil(good, random);
            events.Clear();
            var before = book.StateHash();
            var reason = book.Apply(command, events);
            if (reason != BookReason.None) Assert.Equal(before, book.StateHash());
            book.ValidateInvariants();
            replica.Replay(command, events.Span);
        }
        Assert.Equal(book.StateHash(), replica.StateHash());
    }

    private static BookCommand Spoil(BookCommand command, Random random)
    {
        for (var spoilt = random.Next(1, 4); spoilt > 0; spoilt--)
        {
            var value = Extremes[random.Next(Extremes.Length)];
            var small = (byte)random.Next(256);
            command = random.Next(30) switch
            {
                0 => command with { Kind = (BookCommandKind)small },
                1 => command with { OrderId = value },
                2 => command with { Account = (int)value },
                3 => command.With(o => o with { Side = (Side)small }),
                4 => command.With(o => o with { Type = (OrderType)small }),
                5 => command.With(o => o with { TimeInForce = (TimeInForce)small }),
                6 => command.With(
                    o => o with { Instructions = o.Instructions with { SelfTradePrevention = (SelfTradePrevention)small } }),
                7 => command.With(o => o with { Instructions = o.Instructions with { PostOnly = true } }),
                8 => command.With(o => o with { Price = value }),
                9 => command.With(o => o with { StopPrice = value }),
                10 => command.With(o => o with { Quantity = value }),
                11 => command.With(o => o with { DisplayQuantity = value }),
                12 => command.With(o => o with { ExpireAt = value }),
                13 => command.With(o => o with { Amount = value }),
                14 => command.With(o => o with { CashLimit = value }),
                15 => command.With(o => o with { TrailAmount = value }),
                16 => command.With(o => o with { TrailBasisPoints = (int)value }),
                17 => command with { NewOrderId = value },
                18 => command with { LinkedOrderId = value },
                19 => command.With(o => o with { TakeProfitPrice = value }) with { TakeProfitId = value },
                20 => command.With(o => o with { StopLossPrice = -value }) with { StopLossId = value },
                21 => command with { Session = (SessionState)small },
                22 => command with { BandLow = value },
                23 => command.With(o => o with { MinQuantity = value }),
                24 => command.With(o => o with { StopLossLimit = value }),
                25 => command.With(o => o with { StopLossWorst = value }),
                26 => command.With(o => o with { Instructions = o.Instructions with { Trigger = (TriggerPrice)small } }),
                27 => command.With(o => o with { Instructions = o.Instructions with { Class = (OrderClass)small } }),
                28 => Reducing(command) with { Position = value },
                _ => command with { BandHigh = value },
            };
        }
        return command;
    }

    private static BookCommand Reducing(BookCommand command) =>
        command.With(o => o with { Instructions = o.Instructions with { ReduceOnly = true, RestsAtWorst = true } });
}
