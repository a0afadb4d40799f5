using System.Text.RegularExpressions;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
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
    private readonly List<string> _story = [];
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

    /// <summary>Trades at random, decided by the seeds. The first seed chooses the account and its instrument.</summary>
    public static async Task RunAsync(int[] seeds)
    {
        if (seeds.Length == 0) return;
        var trading = await OpenAsync(new(seeds[0]));
        try
        {
            await trading.RunStepsAsync(seeds.Skip(1));
        }
        catch (Exception e)
        {
            throw new InvalidOperationException(string.Join('\n', trading._story), e);
        }
    }

    private async Task RunStepsAsync(IEnumerable<int> seeds)
    {
        for (var price = 96; price < 105; price++) await QuoteAsync(price > 100 ? Side.Sell : Side.Buy, price, 20);
        await QuoteAsync(Side.Sell, 100, 5);
        foreach (var seed in seeds)
        {
            _random = new(seed);
            await StepAsync();
            CheckStep();
        }
        _parts.Holds = false;
        while (_parts.Held > 0) _parts.Release();
        await Task.WhenAll(_calls);
        CheckStep();
        Assert.Equal(Truth.Cash, Account.Cash);
    }

    private static async Task<RandomTrading> OpenAsync(Random random)
    {
        var sellsShort = random.Next(2) == 0;
        var limits = new AccountLimits
        {
            Leverage = sellsShort ? random.Next(1, 4) : 1,
            MaxPosition = random.Next(2) == 0 ? 0 : random.Next(20, 120),
            MaxOrderQuantity = 150,
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
        if (_parts.Market.Book.Session != SessionState.Open && _random.Next(4) == 0) await ChangeSessionAsync();
        switch (_random.Next(100))
        {
            case < 38: await TradeAsync(); break;
            case < 74: Send(() => SubmitAsync(_random.Next(5) == 0 ? _random.Next(2, 4) : 1)); break;
            case < 84: Send(AmendAsync); break;
            case < 89: await CancelAsync(); break;
            case < 91: await ChangeSessionAsync(); break;
            case < 92: _parts.Advance(TimeSpan.FromMilliseconds(_random.Next(1, 300))); break;
            case < 95:
                (_parts.Holds, _parts.ReachesMarket) = (_random.Next(2) == 0, _random.Next(2) == 0);
                _story.Add($"calls wait: {_parts.Holds}, in the market: {_parts.ReachesMarket}");
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

    private Task QuoteAsync(Side side, long price, long quantity) => _parts.TradeAsync(
        new() { Instructions = new(side, OrderType.Limit, TimeInForce.Gtc), Price = price, Quantity = quantity });

    private Task TradeAsync()
    {
        var order = new OrderSpec
        {
            Instructions = new(
                Pick(Side.Buy, Side.Sell), _random.Next(6) == 0 ? OrderType.Market : OrderType.Limit,
                Pick(TimeInForce.Gtc, TimeInForce.Gtc, TimeInForce.Ioc)),
            Price = _random.Next(8) == 0 ? _random.Next(70, 140) : _random.Next(94, 107),
            Quantity = _random.Next(1, 40),
        };
        _story.Add($"others {order.Side} {order.Type} {order.TimeInForce} {order.Quantity} at {order.Price}");
        return _parts.TradeAsync(order);
    }

    private async Task SubmitAsync(int count)
    {
        var before = _parts.BuyingPower;
        var prices = (_parts.Market.Book.BestBid, _parts.Market.Book.BestAsk, _parts.Market.Book.LastPrice);
        var isQuiet = !_parts.Holds && _parts.Held == 0;
        var orders = new List<OrderRequest>();
        decimal sold = 0;
        while (orders.Count < count)
        {
            var order = NextOrder();
            if (!_sellsShort && order.Side == Side.Sell)
            {
                // A cash account sells what it has.
                var free = Free() - sold;
                if (free < 1) continue;
                order = order with { Quantity = Math.Min(order.Quantity, free), MinQuantity = null };
                sold += order.Quantity;
            }
            orders.Add(WithLinks(order));
        }
        _story.AddRange(orders.Select(Describe));
        var answers = await _parts.SubmitAsync([.. orders]);
        _story.AddRange(answers.Select(a => $"  {a.Outcome} {a.Detail}, buying power {before} became {_parts.BuyingPower}"));
        if (!isQuiet || prices != (_parts.Market.Book.BestBid, _parts.Market.Book.BestAsk, _parts.Market.Book.LastPrice)) return;
        // The exits of a short come beside other buys, and what they take then no entry has reserved.
        if (_sellsShort && Account.OpenOrders.Any(o => OrderIds.RecordOf(o.Number) != o.Number)) return;
        if (answers.Any(a => a.Outcome == SubmitOutcome.Accepted))
            Assert.True(_parts.BuyingPower >= Math.Min(0, before), $"buying power {before} became {_parts.BuyingPower}");
    }

    /// <summary>What was sent, without what was not.</summary>
    private static string Describe(OrderRequest order) => Regex.Replace($"{order}", @"\w+ = (False|)(,|(?= \}))\s?", "");

    /// <summary>Shares of the position that no order sells yet.</summary>
    private decimal Free() => (Account.PositionIn(AccountInMarket.Symbol)?.Quantity ?? 0)
        - _parts.Instrument.ToQuantity(Account.ReservationIn(AccountInMarket.Symbol).SellLots);

    private OrderRequest NextOrder()
    {
        var type = Pick(
            OrderType.Limit, OrderType.Limit, OrderType.Limit, OrderType.Market, OrderType.Market, OrderType.Stop,
            OrderType.StopLimit, OrderType.TrailingStop, OrderType.TrailingStop, OrderType.MarketIfTouched,
            OrderType.LimitIfTouched);
        var force = Pick(TimeInForce.Gtc, TimeInForce.Gtc, TimeInForce.Day, TimeInForce.Ioc, TimeInForce.Fok);
        var trails = type == OrderType.TrailingStop;
        var byPercent = trails && _random.Next(2) == 0;
        var prevention = Pick(
            SelfTradePrevention.CancelNewest, SelfTradePrevention.CancelOldest, SelfTradePrevention.CancelBoth,
            SelfTradePrevention.Decrement);
        var order = new OrderRequest
        {
            Symbol = AccountInMarket.Symbol,
            Quantity = _random.Next(3) == 0 ? Affordable() : _random.Next(1, 20),
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
        if (force != TimeInForce.Fok && !order.Instructions.PostOnly && _random.Next(10) == 0)
            order = order with { MinQuantity = _random.Next(1, (int)order.Quantity + 1) };
        if (type.AllowsDisplay(force) && order.Quantity > 2 && _random.Next(6) == 0)
            order = order with { DisplayQuantity = _random.Next(1, (int)order.Quantity) };
        return order;
    }

    /// <summary>About as much as the account can pay.</summary>
    private long Affordable() => Math.Clamp((long)(_parts.BuyingPower / 100) + _random.Next(-15, 3), 1, 150);

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
        decimal? trail = _random.Next(4) == 0 ? _random.Next(1, 9) : null;
        _story.Add($"amends {order} to {quantity} {limit} {stop} {trail}");
        var answer = await _parts.AmendAsync(order.Number, new(quantity, limit, stop, Trail: trail));
        _story.Add($"  {answer.Outcome} {answer.Detail}");
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
        _story.Add($"  {OrderIds.Format(AccountInMarket.Symbol, report.OrderNumber)} {report.Side} {report.Kind} {report.Reason} "
            + $"{report.Quantity} at {report.Price}, {report.Remaining} open");
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
            // The worst that it may trade at; one that waits may be held at more, its stop price.
            var worst = order.Price == 0 ? order.StopPrice : order.Price;
            Assert.True(order.StopPrice == 0 ? held.Price == worst : held.Price >= worst, $"{order} is held at {held.Price}");
        }
        if (_sellsShort) return;
        var buys = Truth.OpenOrders.Where(o => o.Side == Side.Buy).GroupBy(o => OrderIds.RecordOf(o.Number)).ToArray();
        var (lots, value) = (buys.Sum(pair => pair.Max(o => o.Remaining)), buys.Sum(pair => pair.Max(ValueOf)));
        value += Truth.FeesOf(AssetClass.Equity).MostOf(lots, value);
        Assert.True(Truth.Cash >= value, $"cash is {Truth.Cash}, and open orders need {value}");
    }

    /// <summary>What is reserved is what the open orders need; of a pair, what the larger one needs.</summary>
    private static void CheckReservation(Account account)
    {
        decimal buyLots = 0, buyValue = 0, sellLots = 0, sellValue = 0;
        foreach (var pair in account.OpenOrders.GroupBy(o => (OrderIds.RecordOf(o.Number), o.Side)))
        {
            var lots = pair.Max(o => o.Remaining);
            var value = pair.Max(ValueOf);
            if (pair.Key.Side == Side.Buy) (buyLots, buyValue) = (buyLots + lots, buyValue + value);
            else (sellLots, sellValue) = (sellLots + lots, sellValue + value);
        }
        Assert.Equal(
            new Reservation((long)buyLots, buyValue, (long)sellLots, sellValue), account.ReservationIn(AccountInMarket.Symbol));
    }

    private static decimal ValueOf(HeldOrder order) => (decimal)order.Price * order.Remaining;

    private decimal Price() => _random.Next(6) == 0 ? _random.Next(80, 125) : _random.Next(95, 106);

    private T Pick<T>(params T[] values) => values[_random.Next(values.Length)];
}
