using TradingOps.Engine.Books;

namespace TradingOps.Tests.Shared;

/// <summary>
/// One command made from a number: a few prices, accounts and ids, so that commands meet each other often. Times are distances
/// from the command before, so that leaving a command out of a sequence leaves the others as they are.
/// </summary>
internal sealed class RandomCommand(int seed)
{
    private const long SomeOwner = 1L << 40;

    private readonly Random _random = new(seed);

    /// <summary>The commands of some seeds, at the times that follow from their distances.</summary>
    public static IEnumerable<BookCommand> Sequence(IEnumerable<int> seeds)
    {
        var time = 0L;
        foreach (var seed in seeds)
        {
            var command = new RandomCommand(seed).Make();
            time += command.Time;
            var at = time;
            yield return command.With(o => o with { ExpireAt = o.ExpireAt == 0 ? 0 : o.ExpireAt + at }) with { Time = at };
        }
    }

    public BookCommand Make()
    {
        var command = _random.Next(100) switch
        {
            < 58 => New(),
            < 67 => new BookCommand
            {
                Kind = BookCommandKind.Cancel,
                OrderId = Id(),
                Account = Owner(),
                Reason = Pick(BookReason.None, BookReason.BreakerAccount),
            },
            < 74 => Reduce(),
            < 87 => Replace(),
            < 90 => new BookCommand { Kind = BookCommandKind.AdvanceTime },
            < 92 => new BookCommand { Kind = BookCommandKind.SetSession, Session = Session() },
            < 95 => Band(),
            _ => new BookCommand { Kind = BookCommandKind.SetLastPrice, Spec = new() { Price = Price() } },
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
            Owner = OwnerOfAccount(),
            Spec = new()
            {
                Side = Pick(Side.Buy, Side.Sell),
                Quantity = _random.Next(1, 30),
            },
        };
        var prevention = Pick(
            SelfTradePrevention.None,
            SelfTradePrevention.None,
            SelfTradePrevention.CancelNewest,
            SelfTradePrevention.CancelOldest,
            SelfTradePrevention.CancelBoth,
            SelfTradePrevention.Decrement);
        command = command.With(o => o with { Instructions = o.Instructions with { SelfTradePrevention = prevention } });
        command = _random.Next(12) switch
        {
            < 6 => Limit(command),
            6 => Market(command),
            7 => Stop(command.With(o => o with { Type = OrderType.Stop })),
            8 => Stop(command.With(o => o with { Type = OrderType.StopLimit, Price = Price() })),
            9 => Stop(command.With(o => o with { Type = OrderType.MarketIfTouched })),
            10 => Stop(command.With(o => o with { Type = OrderType.LimitIfTouched, Price = Price() })),
            _ => Trailing(command),
        };
        command = MinQuantity(ReduceOnly(command));
        if (command.Spec.TimeInForce == TimeInForce.Gtd) command = command.With(o => o with { ExpireAt = _random.Next(1, 12) });
        return Links(command);
    }

    private BookCommand Limit(BookCommand command)
    {
        command = command.With(o => o with
        {
            Type = OrderType.Limit,
            Price = Price(),
            TimeInForce = Pick(
                TimeInForce.Day, TimeInForce.Gtc, TimeInForce.Gtc, TimeInForce.Gtd, TimeInForce.Ioc, TimeInForce.Fok),
        });
        if (command.Spec.TimeInForce == TimeInForce.Fok)
            return command.With(o => o with { CashLimit = _random.Next(3) == 0 ? o.Quantity * Price() : 0 });
        if (command.Spec.TimeInForce == TimeInForce.Ioc) return command;
        if (_random.Next(6) == 0) return command.With(o => o with { TimeInForce = Pick(TimeInForce.Opg, TimeInForce.Cls) });
        return Iceberg(command).With(o => o with { Instructions = o.Instructions with { PostOnly = _random.Next(6) == 0 } });
    }

    private BookCommand Market(BookCommand command)
    {
        command = command.With(o => o with
        {
            Type = OrderType.Market,
            TimeInForce = Pick(TimeInForce.Day, TimeInForce.Gtc, TimeInForce.Ioc, TimeInForce.Fok),
        });
        if (_random.Next(6) == 0)
            return Worst(command).With(o => o with { TimeInForce = Pick(TimeInForce.Opg, TimeInForce.Cls) });
        return ByAmount(Worst(command));
    }

    private BookCommand Stop(BookCommand command)
    {
        command = command.With(o => o with
        {
            StopPrice = Price(),
            TimeInForce = Pick(
                TimeInForce.Day, TimeInForce.Gtc, TimeInForce.Gtc, TimeInForce.Gtd, TimeInForce.Ioc, TimeInForce.Fok),
            Instructions = o.Instructions with { Trigger = Pick(TriggerPrice.Last, TriggerPrice.BidAsk, TriggerPrice.Mark) },
        });
        if (command.Spec.Type is not (OrderType.StopLimit or OrderType.LimitIfTouched)) return ByAmount(Worst(command));
        return command.Spec.TimeInForce is TimeInForce.Ioc or TimeInForce.Fok ? command : Iceberg(command);
    }

    private BookCommand Worst(BookCommand command) => command.With(o => o with
    {
        Price = _random.Next(3) == 0 ? Price() : 0,
        Instructions = o.Instructions with { RestsAtWorst = _random.Next(2) == 0 },
    });

    private BookCommand ReduceOnly(BookCommand command) => command.Spec.Amount == 0 && _random.Next(5) == 0
        ? command.With(o => o with { Instructions = o.Instructions with { ReduceOnly = true } }) with
        {
            Position = command.Spec.Side == Side.Buy ? _random.Next(-40, 5) : _random.Next(-5, 40),
        }
        : command;

    private BookCommand MinQuantity(BookCommand command) =>
        command.Spec is { Amount: 0, TimeInForce: not TimeInForce.Fok, Instructions.PostOnly: false } && _random.Next(8) == 0
            ? command.With(o => o with { MinQuantity = _random.Next(1, (int)o.Quantity + 1) })
            : command;

    private BookCommand Trailing(BookCommand command)
    {
        var byTicks = _random.Next(2) == 0;
        return command.With(o => o with
        {
            Type = OrderType.TrailingStop,
            TimeInForce = TimeInForce.Gtc,
            TrailAmount = byTicks ? _random.Next(1, 6) : 0,
            TrailBasisPoints = byTicks ? 0 : _random.Next(50, 600),
            Price = Pick(0, 3),
            StopPrice = _random.Next(3) == 0 ? Price() : 0,
        });
    }

    private BookCommand Iceberg(BookCommand command) => _random.Next(8) switch
    {
        < 2 when command.Spec.Quantity > 1 => command.With(o => o with { DisplayQuantity = _random.Next(1, (int)o.Quantity) }),
        2 or 3 => command.With(o => o with { Instructions = o.Instructions with { Hidden = true } }),
        _ => command,
    };

    private BookCommand ByAmount(BookCommand command) => command.Spec.Side == Side.Buy && _random.Next(3) == 0
        ? command.With(o => o with
        {
            Quantity = 0,
            Amount = _random.Next(1, 3000),
            Instructions = o.Instructions with { RestsAtWorst = _random.Next(8) == 0 },
        })
        : command;

    private BookCommand Links(BookCommand command)
    {
        var kind = _random.Next(12);
        if (kind < 2 && command.Spec.Type != OrderType.Market) return command with { LinkedOrderId = Id() };
        if (kind > 3 || command.Spec.Type > OrderType.Limit) return command;
        var up = command.Spec.Side == Side.Buy;
        if (kind == 3) return Pair(command);
        return command.With(o => o with
        {
            TakeProfitPrice = up ? 106 + _random.Next(5) : 94 - _random.Next(5),
            StopLossPrice = up ? 96 - _random.Next(5) : 104 + _random.Next(5),
            StopLossLimit = _random.Next(3) == 0 ? Price() : 0,
            StopLossWorst = _random.Next(3) == 0 ? Price() : 0,
            Instructions = o.Instructions with { Class = OrderClass.Bracket },
        }) with
        {
            TakeProfitId = _random.Next(4) > 0 ? Id() : 0,
            StopLossId = _random.Next(4) > 0 ? Id() : 0,
        };
    }

    private BookCommand Pair(BookCommand command) => command.With(o => o with
    {
        StopLossPrice = o.Side == Side.Sell ? o.Price - _random.Next(8) : o.Price + _random.Next(8),
        StopLossLimit = _random.Next(3) == 0 ? Price() : 0,
        Instructions = o.Instructions with { Class = OrderClass.Oco },
    }) with
    {
        StopLossId = Id(),
    };

    private BookCommand Reduce() => new()
    {
        Kind = BookCommandKind.Reduce,
        OrderId = Id(),
        Account = Owner(),
        Spec = new() { Quantity = _random.Next(0, 8) },
    };

    private BookCommand Replace() => new()
    {
        Kind = BookCommandKind.Replace,
        OrderId = Id(),
        Account = Owner(),
        Spec = new()
        {
            Price = _random.Next(4) > 0 ? Price() : 3,
            StopPrice = Price(),
            Quantity = _random.Next(0, 25),
            TrailAmount = _random.Next(12) == 0 ? _random.Next(1, 6) : 0,
            TrailBasisPoints = _random.Next(16) == 0 ? _random.Next(50, 600) : 0,
        },
        NewOrderId = _random.Next(5) == 0 ? Id() : 0,
        Owner = OwnerOfAccount(),
    };

    private BookCommand Band()
    {
        var wide = _random.Next(2) == 0;
        return new BookCommand
        {
            Kind = BookCommandKind.SetBand,
            Spec = new() { Price = 100 },
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

    private long OwnerOfAccount() =>
        _random.Next(4) > 0 ? 0 : Pick(OrderBook.NoOwner, SomeOwner, SomeOwner, SomeOwner + 1);

    private int Owner() => _random.Next(3) == 0 ? _random.Next(3) : OrderBook.AnyAccount;

    private long Price() => 90 + _random.Next(21);

    private T Pick<T>(params T[] values) => values[_random.Next(values.Length)];
}
