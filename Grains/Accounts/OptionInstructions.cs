using TradingOps.Engine.Accounts;
using TradingOps.Engine.Actors;
using TradingOps.Engine.Books;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Margin;
using TradingOps.Engine.Markets;
using TradingOps.Engine.Risk;
using TradingOps.Engine.Settlement;
using TradingOps.Grains.Instruments;
using TradingOps.Grains.Marks;
using TradingOps.Grains.Settlement;

namespace TradingOps.Grains.Accounts;

/// <summary>
/// What an account does with its options besides trading them: it exercises them, or says what becomes of them at their expiry.
/// Used within one grain's turns only.
/// </summary>
internal sealed class OptionInstructions(
    AccountLog log, ReportFeed feed, MarkReader markReader, MarkCache marks, InstrumentCatalogue catalogue, IGrainFactory grains,
    TimeProvider clock)
{
    private Account Account => log.Account;

    /// <summary>Carries out a request; null if the account was never opened.</summary>
    public async Task<ExerciseAnswer?> TakeAsync(ExerciseRequest request, Actor actor)
    {
        if (!log.IsOpened) return null;
        if (!catalogue.TryGet(request.Symbol, out var option))
            return ExerciseAnswer.Refuse(
                TradingError.UnknownSymbol, UnknownSymbol.Explain(request.Symbol, catalogue.FindNearest(request.Symbol)));
        if (FindUnfit(option) is { } unfit) return unfit;
        if (option.Expiry is { } expiry && clock.GetMicroseconds() >= OptionExercise.CutOffOf(expiry))
            return ExerciseAnswer.Refuse(
                TradingError.PastCutOff,
                $"instructions for {option.Symbol} are taken until 17:30 New York on {expiry:yyyy-MM-dd}");
        var held = Account.PositionIn(option.Symbol)?.Quantity ?? 0;
        if (!option.TryToLots(request.Quantity ?? held, out var lots) || lots < 0)
            return ExerciseAnswer.Refuse(
                TradingError.InvalidQuantity, $"qty {request.Quantity} is not a multiple of the lot {option.LotSize}");
        return request.Action == ExerciseAction.DoNot || option.Style == Instrument.European
            ? await NoteAsync(option, request, lots, actor)
            : await ExerciseAsync(option, request, lots, actor);
    }

    private ExerciseAnswer? FindUnfit(Instrument option)
    {
        if (option.AssetClass != AssetClass.Options)
            return ExerciseAnswer.Refuse(TradingError.NotExercisable, $"{option.Symbol} is no option");
        return option.IsDelivered && option.Underlying is { } underlying && catalogue.TryGet(underlying, out _)
            ? null
            : ExerciseAnswer.Refuse(TradingError.NotExercisable, $"{option.Symbol} is settled in cash when it expires");
    }

    private Task<ExerciseAnswer> NoteAsync(Instrument option, ExerciseRequest request, long lots, Actor actor) =>
        grains.GetOrderBook(option.Symbol).Exercise(new(
            Account.Id, request.Action == ExerciseAction.DoNot ? -lots : lots, null, request.Reference, actor));

    private async Task<ExerciseAnswer> ExerciseAsync(Instrument option, ExerciseRequest request, long lots, Actor actor)
    {
        if (lots == 0)
            return ExerciseAnswer.Refuse(TradingError.ExceedsPosition, $"account '{Account.Id}' holds no {option.Symbol}");
        var delivery = OptionExercise.DeliveryOf(option);
        var market = grains.GetOrderBook(option.Symbol);
        await markReader.RefreshAsync(catalogue.PricedBy(option));
        // What was exercised before under the reference is answered, whatever can be paid by then.
        var isKnown = await market.HasExercised(Account.Id, request.Reference);
        if (!isKnown && (FindCommitted(option, lots) ?? FindUnaffordable(option, lots, delivery)) is { } refusal) return refusal;
        var answer = await market.Exercise(new(Account.Id, lots, delivery, request.Reference, actor));
        // The shares are there when the answer is.
        await feed.CatchUpAsync(market, option.Symbol);
        return answer;
    }

    /// <summary>Options that open orders sell cannot be exercised too.</summary>
    private ExerciseAnswer? FindCommitted(Instrument option, long lots)
    {
        var held = Account.PositionIn(option.Symbol)?.Quantity ?? 0;
        var free = held - option.ToQuantity(Account.ReservationIn(option.Symbol).SellLots);
        return option.ToQuantity(lots) <= free
            ? null
            : ExerciseAnswer.Refuse(
                TradingError.ExceedsPosition,
                $"qty {option.ToQuantity(lots)} is more than the {Math.Max(0, free)} of {option.Symbol} that no order sells");
    }

    /// <summary>Tries it on a copy of the account: what it leaves must be covered.</summary>
    private ExerciseAnswer? FindUnaffordable(Instrument option, long lots, Delivery delivery)
    {
        if (!Account.Limits.CheckBuyingPower) return null;
        var (tried, before) = (new Account(Account.ToCheckpoint()), ValueOf(Account));
        tried.Apply(
            new ExecutionReport
            {
                Account = Account.Id,
                Number = Account.CursorOf(option.Symbol).Number + 1,
                Sequence = Account.CursorOf(option.Symbol).Sequence,
                Time = clock.GetMicroseconds(),
                Kind = BookEventKind.Exercised,
                OrderNumber = 0,
                Side = Side.Buy,
                Quantity = lots,
                Delivery = delivery,
            },
            option);
        var after = ValueOf(tried);
        if (Account.Limits.Margin == MarginModel.Cash && tried.Cash < Math.Min(0, Account.Cash))
            return ExerciseAnswer.Refuse(
                TradingError.InsufficientCash, $"it takes {Account.Cash - tried.Cash}, and the account has {Account.Cash}");
        return after.BuyingPower >= Math.Min(0, before.BuyingPower)
            ? null
            : ExerciseAnswer.Refuse(
                TradingError.InsufficientBuyingPower,
                $"buying power would be {Math.Round(after.BuyingPower, 2)}, and is {Math.Round(before.BuyingPower, 2)}");
    }

    private Valuation ValueOf(Account account) => new RunningValuation(account, catalogue.Find, symbol => marks[symbol]).Now();
}
