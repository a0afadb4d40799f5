using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Tests.Accounts;

/// <summary>
/// An account that sends random orders of every kind to a market where others trade, and what must hold at each report and after
/// each step. A step is made from a number, so that leaving steps out leaves the others as they are.
/// </summary>
internal sealed class RandomTrading
{
    private readonly AccountInMarket _parts;
    private readonly bool _sellsShort;
    private readonly List<Task> _calls = [];
    private Random _random = new(0);

    private RandomTrading(AccountInMarket parts, bool sellsShort)
    {
        (_parts, _sellsShort) = (parts, sellsShort);
        parts.Reporting = CheckReport;
        parts.Recorded = CheckRecord;
    }

    private Account Account => _parts.Account;

    private Account Truth => _parts.Truth;

    private decimal Position => Truth.PositionIn(AccountInMarket.Symbol)?.Quantity ?? 0;

    /// <summary>Trades as the numbers say, the first of which decides about the account and its instrument.</summary>
    public static async Task RunAsync(int[] seeds)
    {
        if (seeds.Length == 0) return;
        var trading = await OpenAsync(new(seeds[0]));
        foreach (var seed in seeds.Skip(1))
        {
            trading._random = new(seed);
            await trading.StepAsync();
            trading.CheckStep();
        }
        trading._parts.Holds = false;
        while (trading._parts.Held > 0) trading._parts.Release();
        await Task.WhenAll(trading._calls);
        trading.CheckStep();
        Assert.Equal(trading.Truth.Cash, trading.Account.Cash);
    }

    private static async Task<RandomTrading> OpenAsync(Random random)
    {
        var sellsShort = random.Next(2) == 0;
        var limits = new AccountLimits
        {
            Leverage = sellsShort ? random.Next(1, 4) : 1,
            MaxPosition = random.Next(4) == 0 ? 0 : random.Next(10, 120),
            MaxOrderQuantity = 100,
            PriceCollar = random.Next(6) == 0 ? 0.4m : 0.2m,
            CollarTicks = 5,
        };
        var fees = new FeeSchedule
        {
            Equity = random.Next(4) switch
            {
                0 => new(),
                1 => new() { Taker = new(0.0035m, 5), Maker = new(-0.002m) },
                2 => new() { Taker = new(0.01m), Maker = new(0.02m, 8), Auction = new(0, 20) },
                _ => new() { Taker = new(0.0000015m, 0.033m) },
            },
        };
        var protection = random.Next(3) == 0 ? random.Next(1, 10) : 0;
        return new(await AccountInMarket.OpenAsync(limits, fees, i => i with { Protection = protection }), sellsShort);
    }

    private async Task StepAsync()
    {
        switch (_random.Next(100))
        {
            case < 38: await TradeAsync(); break;
            case < 74: Send(() => SubmitAsync(_random.Next(5) == 0 ? _random.Next(2, 4) : 1)); break;
            case < 84: Send(AmendAsync); break;
            case < 89: await CancelAsync(); break;
            case < 91: await ChangeSessionAsync(); break;
            case < 93: _parts.Advance(TimeSpan.FromMilliseconds(_random.Next(1, 300))); break;
            case < 96:
                (_parts.Holds, _parts.ReachesMarket) = (_random.Next(2) == 0, _random.Next(2) == 0);
                break;
            default:
                if (_parts.Held > 0) _parts.Release();
                break;
        }
    }

    /// <summary>Starts a call, which may have to wait for the market; its failure is seen at the end.</summary>
    private void Send(Func<Task> call)
    {
        var sent = call();
        if (sent.IsFaulted) sent.GetAwaiter().GetResult();
        _calls.Add(sent);
    }

    private Task TradeAsync() => _parts.TradeAsync(new()
    {
        Instructions = new(
            Pick(Side.Buy, Side.Sell), _random.Next(6) == 0 ? OrderType.Market : OrderType.Limit,
            Pick(TimeInForce.Gtc, TimeInForce.Gtc, TimeInForce.Ioc)),
        Price = _random.Next(8) == 0 ? _random.Next(70, 140) : _random.Next(94, 107),
        Quantity = _random.Next(1, 40),
    });

    private async Task SubmitAsync(int count)
    {
        var before = _parts.BuyingPower;
        var prices = (_parts.Market.Book.BestBid, _parts.Market.Book.BestAsk, _parts.Market.Book.LastPrice);
        var isQuiet = _calls.TrueForAll(c => c.IsCompleted);
        var orders = new List<OrderRequest>();
        decimal sold = 0;
        while (orders.Count < count)
        {
            var order = NextOrder();
            if (!_sellsShort && order.Side == Side.Sell)
            {
                // A cash account sells what it has.
                var free = Free() - sold;
                if (free < 1) order = order with { Instructions = order.Instructions with { Side = Side.Buy } };
                else sold += (order = order with { Quantity = Math.Min(order.Quantity, free) }).Quantity;
            }
            orders.Add(WithLinks(order));
        }
        var answers = await _parts.SubmitAsync([.. orders]);
        if (!isQuiet || prices != (_parts.Market.Book.BestBid, _parts.Market.Book.BestAsk, _parts.Market.Book.LastPrice)) return;
        if (answers.Any(a => a.Outcome == SubmitOutcome.Accepted))
            Assert.True(_parts.BuyingPower >= Math.Min(0, before), $"buying power {before} became {_parts.BuyingPower}");
    }

    /// <summary>Shares of the position that no order sells yet.</summary>
    private decimal Free() => (Account.PositionIn(AccountInMarket.Symbol)?.Quantity ?? 0)
        - _parts.Instrument.ToQuantity(Account.ReservationIn(AccountInMarket.Symbol).SellLots);

    private OrderRequest NextOrder()
    {
        var type = Pick(
            OrderType.Limit, OrderType.Limit, OrderType.Limit, OrderType.Market, OrderType.Market, OrderType.Stop,
            OrderType.StopLimit, OrderType.TrailingStop, OrderType.MarketIfTouched, OrderType.LimitIfTouched);
        var force = Pick(TimeInForce.Gtc, TimeInForce.Gtc, TimeInForce.Day, TimeInForce.Ioc, TimeInForce.Fok);
        var trails = type == OrderType.TrailingStop;
        var byPercent = trails && _random.Next(2) == 0;
        var prevention = Pick(
            SelfTradePrevention.CancelNewest, SelfTradePrevention.CancelOldest, SelfTradePrevention.CancelBoth,
            SelfTradePrevention.Decrement);
        var order = new OrderRequest
        {
            Symbol = AccountInMarket.Symbol,
            Quantity = _random.Next(1, _random.Next(4) == 0 ? 120 : 20),
            Instructions = new OrderInstructions(Pick(Side.Buy, Side.Sell), type, force, prevention)
            {
                ReduceOnly = _random.Next(4) == 0,
                PostOnly = type.RestsAtLimit(force) && _random.Next(8) == 0,
                Trigger = type.Waits() && !trails ? Pick(Enum.GetValues<TriggerPrice>()) : default,
            },
            LimitPrice = type.HasLimit() ? Price() : null,
            StopPrice = type.HasStop() ? Price() : null,
            TrailPrice = trails && !byPercent ? _random.Next(1, 6) : null,
            TrailPercent = byPercent ? _random.Next(1, 8) : null,
            MaxSlippage = !type.HasLimit() && _random.Next(5) == 0 ? _random.Next(1, 6) : null,
        };
        if (type == OrderType.Market && order.Side == Side.Buy && !order.Instructions.ReduceOnly && _random.Next(3) == 0)
            return order with { Quantity = 0, Notional = _random.Next(1, 12_000) };
        if (type.AllowsDisplay(force) && order.Quantity > 2 && _random.Next(6) == 0)
            order = order with { DisplayQuantity = _random.Next(1, (int)order.Quantity) };
        return order;
    }

    /// <summary>Some orders at a limit or at the market come with exits, or as a pair.</summary>
    private OrderRequest WithLinks(OrderRequest order)
    {
        if (order.Type.Waits() || _random.Next(3) > 0) return order;
        if (order.DisplayQuantity is { } shown && shown >= order.Quantity) order = order with { DisplayQuantity = null };
        var kind = Pick(OrderClass.Bracket, OrderClass.Oto, OrderClass.Oco);
        if (kind == OrderClass.Oco)
        {
            if (!order.Type.RestsAtLimit(order.TimeInForce)) return order;
            var sign = order.Side == Side.Sell ? -1 : 1;
            var stop = order.LimitPrice + sign * _random.Next(1, 15);
            return order with
            {
                Instructions = order.Instructions with { Class = kind },
                StopLossPrice = stop,
                StopLossLimit = _random.Next(2) == 0 ? stop + sign * _random.Next(0, 5) : null,
            };
        }
        var up = order.Side == Side.Buy ? 1 : -1;
        var takes = kind == OrderClass.Bracket || _random.Next(2) == 0;
        var stops = kind == OrderClass.Bracket || !takes;
        var loss = 100 - up * _random.Next(1, 15);
        return order with
        {
            Instructions = order.Instructions with { Class = kind, ReduceOnly = false },
            TakeProfitPrice = takes ? 100 + up * _random.Next(1, 15) : null,
            StopLossPrice = stops ? loss : null,
            StopLossLimit = stops && _random.Next(2) == 0 ? loss - up * _random.Next(0, 5) : null,
        };
    }

    private async Task AmendAsync()
    {
        if (Account.OpenOrders.Count == 0) return;
        var order = Account.OpenOrders.OrderBy(o => o.Number).ElementAt(_random.Next(Account.OpenOrders.Count));
        decimal? quantity = _random.Next(3) > 0 ? _random.Next(1, 40) : null;
        if (quantity is { } asked && !_sellsShort && order.Side == Side.Sell)
            quantity = Math.Min(asked, order.Remaining + Math.Max(0, Free()));
        decimal? limit = _random.Next(3) == 0 ? Price() : null;
        decimal? stop = _random.Next(3) == 0 ? Price() : null;
        await _parts.AmendAsync(order.Number, new(quantity, limit, stop));
    }

    private async Task CancelAsync()
    {
        if (Truth.OpenOrders.Count == 0) return;
        var order = Truth.OpenOrders.OrderBy(o => o.Number).ElementAt(_random.Next(Truth.OpenOrders.Count));
        await _parts.CancelAsync(order.Number);
    }

    private Task ChangeSessionAsync() => _parts.ExecuteAsync(new()
    {
        Kind = BookCommandKind.SetSession,
        Session = _parts.Market.Book.Session == SessionState.Open ? SessionState.Auction : SessionState.Open,
    });

    private void CheckReport(ExecutionReport report)
    {
        if (report.Kind != BookEventKind.Traded || !_parts.Reducing.Contains(report.OrderNumber)) return;
        var after = Position + _parts.Instrument.ToSignedQuantity(report.Side, report.Quantity);
        Assert.True(
            Position != 0 && Math.Abs(after) < Math.Abs(Position) && Position * after >= 0,
            $"a reduce-only order moved the position from {Position} to {after}");
    }

    private void CheckRecord()
    {
        var most = Truth.Limits.MaxPosition;
        Assert.True(most == 0 || Math.Abs(Position) <= most, $"the position is {Position}, at most {most} is allowed");
        if (_sellsShort) return;
        Assert.True(Position >= 0, $"the position is {Position}");
        Assert.True(Truth.Cash >= 0, $"cash is {Truth.Cash}");
    }

    private void CheckStep()
    {
        CheckReservation(Truth);
        if (_calls.TrueForAll(c => c.IsCompleted)) CheckReservation(Account);
        foreach (var held in Truth.OpenOrders)
        {
            Assert.True(_parts.Market.Book.TryGetOrder(held.Number, out var order));
            Assert.Equal((order.Side, order.Remaining), (held.Side, held.Remaining));
            // The worst of what it may trade at, and of where it waits.
            var worst = Math.Max(order.Price, order.StopPrice);
            Assert.True(
                order.StopPrice == 0 ? held.Price == order.Price : held.Price >= worst || held.Side == Side.Sell,
                $"{order} is held at {held.Price}");
        }
        if (_sellsShort) return;
        var orders = Truth.OpenOrders.Where(o => o.Side == Side.Buy).GroupBy(o => OrderIds.RecordOf(o.Number)).ToArray();
        var value = orders.Sum(pair => pair.Max(o => (decimal)o.Price * o.Remaining));
        Assert.True(Truth.Cash >= value, $"cash is {Truth.Cash}, and open orders need {value}");
    }

    /// <summary>What is reserved is what the open orders need; of a pair, what the larger one needs.</summary>
    private static void CheckReservation(Account account)
    {
        decimal buyLots = 0, buyValue = 0, sellLots = 0, sellValue = 0;
        foreach (var pair in account.OpenOrders.GroupBy(o => (OrderIds.RecordOf(o.Number), o.Side)))
        {
            var lots = pair.Max(o => o.Remaining);
            var value = pair.Max(o => (decimal)o.Remaining * o.Price);
            if (pair.Key.Side == Side.Buy) (buyLots, buyValue) = (buyLots + lots, buyValue + value);
            else (sellLots, sellValue) = (sellLots + lots, sellValue + value);
        }
        Assert.Equal(
            new Reservation((long)buyLots, buyValue, (long)sellLots, sellValue), account.ReservationIn(AccountInMarket.Symbol));
    }

    private decimal Price() => _random.Next(6) == 0 ? _random.Next(80, 125) : _random.Next(95, 106);

    private T Pick<T>(params T[] values) => values[_random.Next(values.Length)];
}
