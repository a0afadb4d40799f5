using TradingOps.Engine.Books;

namespace TradingOps.Engine.Tests.Books;

/// <summary>
/// One command made from a number: a few prices, accounts and ids, so that commands meet each other often. Times are distances
/// from the command before, so that leaving a command out of a sequence leaves the others as they are.
/// </summary>
internal sealed class RandomCommand(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>The commands of some seeds, at the times that follow from their distances.</summary>
    public static IEnumerable<BookCommand> Sequence(IEnumerable<int> seeds)
    {
        var time = 0L;
        foreach (var seed in seeds)
        {
            var command = new RandomCommand(seed).Make();
            time += command.Time;
            yield return command with { Time = time, ExpireAt = command.ExpireAt == 0 ? 0 : command.ExpireAt + time };
        }
    }

    public BookCommand Make()
    {
        var command = _random.Next(100) switch
        {
            < 58 => New(),
            < 67 => new BookCommand { Kind = BookCommandKind.Cancel, OrderId = Id(), Account = Owner() },
            < 74 => Reduce(),
            < 87 => Replace(),
            < 90 => new BookCommand { Kind = BookCommandKind.AdvanceTime },
            < 92 => new BookCommand { Kind = BookCommandKind.SetSession, Session = Session() },
            < 95 => Band(),
            _ => new BookCommand { Kind = BookCommandKind.SetLastPrice, Price = Price() },
        };
        return command with { Time = _random.Next(4) == 0 ? _random.Next(5) : 0 };
    }

    private BookCommand New()
    {
        var command = new BookCommand
        {
            Kind = BookCommandKind.New,
            OrderId = Id(),
            Account = _random.Next(3),
            Side = Pick(Side.Buy, Side.Sell),
            Quantity = _random.Next(1, 30),
            SelfTradePrevention = Pick(
                SelfTradePrevention.None,
                SelfTradePrevention.None,
                SelfTradePrevention.CancelNewest,
                SelfTradePrevention.CancelOldest,
                SelfTradePrevention.CancelBoth,
                SelfTradePrevention.Decrement),
        };
        command = _random.Next(10) switch
        {
            < 6 => Limit(command),
            6 => Market(command),
            7 => Stop(command with { Type = OrderType.Stop }),
            8 => Stop(command with { Type = OrderType.StopLimit, Price = Price() }),
            _ => Trailing(command),
        };
        if (command.TimeInForce == TimeInForce.Gtd) command = command with { ExpireAt = _random.Next(1, 12) };
        return Links(command);
    }

    private BookCommand Limit(BookCommand command)
    {
        command = command with
        {
            Type = OrderType.Limit,
            Price = Price(),
            TimeInForce = Pick(
                TimeInForce.Day, TimeInForce.Gtc, TimeInForce.Gtc, TimeInForce.Gtd, TimeInForce.Ioc, TimeInForce.Fok),
        };
        if (command.TimeInForce == TimeInForce.Fok)
            return command with { CashLimit = _random.Next(3) == 0 ? command.Quantity * Price() : 0 };
        if (command.TimeInForce == TimeInForce.Ioc) return command;
        return Iceberg(command) with { PostOnly = _random.Next(6) == 0 };
    }

    private BookCommand Market(BookCommand command)
    {
        command = command with { Type = OrderType.Market, TimeInForce = Pick(TimeInForce.Day, TimeInForce.Gtc, TimeInForce.Fok) };
        command = command with { Price = _random.Next(3) == 0 ? Price() : 0 };
        return ByAmount(command);
    }

    private BookCommand Stop(BookCommand command)
    {
        command = command with { StopPrice = Price(), TimeInForce = Pick(TimeInForce.Day, TimeInForce.Gtc, TimeInForce.Gtd) };
        return command.Type == OrderType.StopLimit ? Iceberg(command) : ByAmount(command);
    }

    private BookCommand Trailing(BookCommand command)
    {
        var byTicks = _random.Next(2) == 0;
        return command with
        {
            Type = OrderType.TrailingStop,
            TimeInForce = TimeInForce.Gtc,
            TrailAmount = byTicks ? _random.Next(1, 6) : 0,
            TrailBasisPoints = byTicks ? 0 : _random.Next(50, 600),
        };
    }

    private BookCommand Iceberg(BookCommand command) => command.Quantity > 1 && _random.Next(4) == 0
        ? command with { DisplayQuantity = _random.Next(1, (int)command.Quantity) }
        : command;

    private BookCommand ByAmount(BookCommand command) => command.Side == Side.Buy && _random.Next(3) == 0
        ? command with { Quantity = 0, Amount = _random.Next(1, 3000) }
        : command;

    private BookCommand Links(BookCommand command)
    {
        var kind = _random.Next(12);
        if (kind < 2 && command.Type != OrderType.Market) return command with { LinkedOrderId = Id() };
        if (kind > 2 || command.Type > OrderType.Limit) return command;
        var up = command.Side == Side.Buy;
        return command with
        {
            TakeProfitId = _random.Next(4) > 0 ? Id() : 0,
            TakeProfitPrice = up ? 106 + _random.Next(5) : 94 - _random.Next(5),
            StopLossId = _random.Next(4) > 0 ? Id() : 0,
            StopLossPrice = up ? 96 - _random.Next(5) : 104 + _random.Next(5),
        };
    }

    private BookCommand Reduce() => new()
    {
        Kind = BookCommandKind.Reduce,
        OrderId = Id(),
        Account = Owner(),
        Quantity = _random.Next(0, 8),
    };

    private BookCommand Replace() => new()
    {
        Kind = BookCommandKind.Replace,
        OrderId = Id(),
        Account = Owner(),
        Price = Price(),
        StopPrice = Price(),
        Quantity = _random.Next(0, 25),
        NewOrderId = _random.Next(5) == 0 ? Id() : 0,
    };

    private BookCommand Band()
    {
        var wide = _random.Next(2) == 0;
        return new BookCommand
        {
            Kind = BookCommandKind.SetBand,
            Price = 100,
            BandLow = wide ? -BookLimits.PriceBound : 100 - _random.Next(8),
            BandHigh = wide ? BookLimits.PriceBound : 100 + _random.Next(8),
        };
    }

    private SessionState Session() => Pick(
        SessionState.Open,
        SessionState.Open,
        SessionState.Open,
        SessionState.Auction,
        SessionState.Auction,
        SessionState.Halted,
        SessionState.Closed,
        SessionState.Expired);

    private long Id() => _random.Next(1, 20);

    private int Owner() => _random.Next(3) == 0 ? _random.Next(3) : OrderBook.AnyAccount;

    private long Price() => 90 + _random.Next(21);

    private T Pick<T>(params T[] values) => values[_random.Next(values.Length)];
}
