using TradingOps.Engine.Accounts;
using TradingOps.Engine.Actors;
using TradingOps.Engine.Books;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Margin;
using TradingOps.Engine.Markets;
using TradingOps.Engine.Risk;
using TradingOps.Engine.Settlement;
using TradingOps.Grains.Books;
using TradingOps.Grains.Instruments;
using TradingOps.Grains.Settlement;

namespace TradingOps.Grains.Accounts;

/// <summary>
/// What an account does with its options besides trading them: it exercises them, or says what becomes of them at their expiry.
/// Used within one grain's turns only.
/// </summary>
internal sealed class OptionInstructions(
    AccountLog log, ReportFeed feed, AccountValuation valuation, MarkReader markReader, InstrumentCatalogue catalogue,
    IGrainFactory grains, TimeProvider clock)
{
    private readonly OneAtATime _requests = new();

    private Account Account => log.Account;

    /// <summary>Carries out a request; null if the account was never opened.</summary>
    public async Task<ExerciseAnswer?> TakeAsync(ExerciseRequest request, Actor actor)
    {
        if (!log.IsOpened) return null;
        if (!catalogue.TryGet(request.Symbol, out var option))
            return ExerciseAnswer.Refuse(
                TradingError.UnknownSymbol, UnknownSymbol.Explain(request.Symbol, catalogue.FindNearest(request.Symbol)));
        if (option.AssetClass != AssetClass.Options)
            return ExerciseAnswer.Refuse(TradingError.NotExercisable, $"{option.Symbol} is no option");
        if (!option.IsDelivered || catalogue.FindDelivered(option) is not { } stock)
            return ExerciseAnswer.Refuse(
                TradingError.NotExercisable, $"{option.Symbol} is settled in cash when it expires");
        // Each is checked against what those before it left.
        return await _requests.RunAsync(() => TakeAsync(option, stock, request, actor));
    }

    private async Task<ExerciseAnswer> TakeAsync(Instrument option, Instrument stock, ExerciseRequest request, Actor actor)
    {
        var market = grains.GetOrderBook(option.Symbol);
        var isNote = request.Action == ExerciseAction.DoNot || option.Style == Instrument.European;
        // What was exercised before under the reference is answered, whatever is held or can be paid by then.
        if (!isNote && await market.FindExercise(Account.Id, request.Reference) is { } known)
            return request.Quantity is null || request.Quantity == known.Quantity
                ? known
                : ExerciseAnswer.Refuse(
                    TradingError.ReferenceReused, $"'{request.Reference}' exercised {known.Quantity} of {option.Symbol}");
        if (option.Expiry is { } expiry && clock.GetMicroseconds() >= OptionExercise.CutOffOf(expiry))
            return ExerciseAnswer.Refuse(
                TradingError.PastCutOff,
                $"instructions for {option.Symbol} are taken until 17:30 New York on {expiry:yyyy-MM-dd}");
        var held = Math.Max(0, Account.PositionIn(option.Symbol)?.Quantity ?? 0);
        if (!option.TryToLots(request.Quantity ?? held, out var lots) || lots < 0)
            return ExerciseAnswer.Refuse(
                TradingError.InvalidQuantity, $"qty {request.Quantity} is not a multiple of the lot {option.LotSize}");
        if (isNote)
            return await market.Exercise(new(
                Account.Id, request.Action == ExerciseAction.DoNot ? -lots : lots, null, request.Reference, actor));
        return lots == 0
            ? ExerciseAnswer.Refuse(TradingError.ExceedsPosition, $"account '{Account.Id}' holds no {option.Symbol}")
            : await ExerciseAsync(market, new(option, stock, lots), request.Reference, actor);
    }

    private async Task<ExerciseAnswer> ExerciseAsync(IOrderBookGrain market, Exercise exercise, string reference, Actor actor)
    {
        await markReader.RefreshAsync(catalogue.PricedBy(exercise.Option));
        // Options that open orders sell cannot be exercised too.
        var excess = PositionCloser.FindExcess(Account, exercise.ToOrder(), exercise.Option, null);
        if ((excess ?? FindForbidden(exercise)) is { } refusal) return ExerciseAnswer.Refuse(refusal.Code, refusal.Detail);
        // From the check to here is one turn. No order sells these options, and none spends this cash, until they are exercised.
        var (sold, cash) = (exercise.ToSale(), Math.Max(0, exercise.Payment));
        Account.Reserve(sold);
        Account.HoldWithdrawal(cash);
        try
        {
            var answer = await market.Exercise(new(Account.Id, exercise.Lots, exercise.Delivery, reference, actor));
            // The shares are there when the answer is.
            await feed.CatchUpAsync(market, exercise.Option.Symbol);
            return answer;
        }
        finally
        {
            Account.ReleaseWithdrawal(cash);
            Account.Release(sold);
        }
    }

    /// <summary>Tries it on a copy of the account: the shares may come, and what it leaves is covered.</summary>
    private Refusal? FindForbidden(Exercise exercise)
    {
        if (TradingPermissions.CheckDelivery(Account, exercise.Stock, exercise.Shares) is { } forbidden) return forbidden;
        if (!Account.Limits.CheckBuyingPower) return null;
        var (tried, before) = (Account.Copy(), valuation.Now());
        tried.Apply(exercise.ToReport(Account, clock.GetMicroseconds()), exercise.Option);
        var after = valuation.Of(tried);
        if (Account.Limits.Margin == MarginModel.Cash && valuation.FindUnpaid(tried, after) is { } unpaid)
            return new(TradingError.NotInCashAccount, $"a cash account {unpaid}");
        var (left, had) = (after.BuyingPower - tried.PendingWithdrawals, before.BuyingPower);
        return left >= Math.Min(0, had)
            ? null
            : new(
                TradingError.InsufficientBuyingPower,
                $"buying power would be {Math.Round(left, 2)}, and is {Math.Round(had, 2)}");
    }

    /// <summary>Options that are to be exercised, and the stock that they are written on.</summary>
    private sealed record Exercise(Instrument Option, Instrument Stock, long Lots)
    {
        public Delivery Delivery { get; } = OptionExercise.DeliveryOf(Option);

        public decimal Shares => Option.ToQuantity(Lots) * Delivery.Shares;

        public decimal Payment => Option.ToQuantity(Lots) * (Delivery.Payment - Delivery.Cash);

        /// <summary>An order that closes as much of the position.</summary>
        public OrderSpec ToOrder() => new()
        {
            Instructions = new(Side.Sell, OrderType.Market, TimeInForce.Day),
            Quantity = Lots,
        };

        /// <summary>What orders for the same options see of it while it is under way.</summary>
        public HeldOrder ToSale() => new(Option.Symbol, 0, Side.Sell, 1, Lots);

        public ExecutionReport ToReport(Account account, long time) => new()
        {
            Account = account.Id,
            Number = account.CursorOf(Option.Symbol).Number + 1,
            Sequence = account.CursorOf(Option.Symbol).Sequence,
            Time = time,
            Kind = BookEventKind.Exercised,
            OrderNumber = 0,
            Side = Side.Buy,
            Quantity = Lots,
            Delivery = Delivery,
        };
    }
}
