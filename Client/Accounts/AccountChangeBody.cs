using TradingOps.Bodies;
using TradingOps.Bodies.Accounts;
using TradingOps.Client.Breakers;
using TradingOps.Client.Orders;
using TradingOps.Client.Parameters;
using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Margin;
using TradingOps.Grains.Accounts;

namespace TradingOps.Client.Accounts;

/// <summary>What an account is to be; what is left out stays as it is, or is the default of a new account.</summary>
internal sealed record AccountChangeBody : StrictBody
{
    /// <summary>Most cash that is taken, in currency.</summary>
    public const decimal MostCash = 1_000_000_000_000;

    /// <summary>Most characters of an owner.</summary>
    public const int MaxOwnerLength = 64;

    public decimal? Cash { get; init; }

    public LimitsBody? Limits { get; init; }

    /// <summary>By which rules margin is reckoned; with it comes the leverage of stock, unless the limits name one.</summary>
    public string? Margin { get; init; }

    public string? CostMethod { get; init; }

    public FeesBody? Fees { get; init; }

    /// <summary>Whose account it is: orders of one owner do not trade with each other. Empty for no owner.</summary>
    public string? Owner { get; init; }

    /// <summary>
    /// The desk that it belongs to: accounts of one desk have a breaker and limits together. Empty for no desk.
    /// </summary>
    public string? Desk { get; init; }

    /// <summary>
    /// Why; needed with <c>limits.outside_market</c>, which takes the account out of the firm's figures or back.
    /// </summary>
    public string? Reason { get; init; }

    /// <summary>The change, or what is wrong with it.</summary>
    public (ChangeAccount? Change, ProblemResult? Problem) Read()
    {
        if (Cash is < 0 or > MostCash) return Wrong(TradingError.InvalidCash, $"cash {Cash} is not between 0 and {MostCash}");
        if (Cash is { } cash && !Rounding.IsMoney(cash))
            return Wrong(TradingError.InvalidCash, $"cash {cash} is not whole cents");
        if (!AccountWords.CostMethods.TryRead(CostMethod, default, out var method))
            return Wrong(
                TradingError.InvalidCostMethod,
                AccountWords.CostMethods.Explain("cost_method", CostMethod));
        if (!AccountWords.MarginModels.TryRead(Margin, default, out var model))
            return Wrong(TradingError.InvalidMargin, AccountWords.MarginModels.Explain("margin", Margin));
        if (Margin is not null && model == MarginModel.Cash && Limits?.Leverage > 1)
            return Wrong(
                TradingError.InvalidMargin, $"margin cash goes without leverage, and limits.leverage is {Limits.Leverage}");
        if (Limits?.FindWrong() is { } limit) return Wrong(limit.Code, limit.Detail);
        if ((Limits?.OutsideMarket is not null || Reason is not null) && BreakerChangeBody.CheckReason(Reason) is { } why)
            return (null, why);
        if (Fees?.FindWrong() is { } fee) return Wrong(fee.Code, fee.Detail);
        if (Owner is { Length: > 0 } owner && !OrderReader.IsText(owner, MaxOwnerLength))
            return Wrong(
                TradingError.InvalidOwner,
                $"owner '{Excerpt.Of(owner)}' must have at most {MaxOwnerLength} characters other than NUL");
        if (Desk is { Length: > 0 } desk && !OrderReader.IsAccount(desk))
            return Wrong(TradingError.InvalidDesk, OrderReader.ExplainId("desk", desk));
        return (new()
        {
            Cash = Cash,
            Limits = Margin is null ? Limits?.ToValues() : (Limits ?? new()).ToValues() with { Margin = model },
            CostMethod = CostMethod is null ? null : method,
            Fees = Fees?.ToValues(),
            Owner = Owner,
            Desk = Desk,
            Reason = PlainText.Clean(Reason),
        }, null);
    }

    private static (ChangeAccount? Change, ProblemResult? Problem) Wrong(TradingError code, string detail) =>
        (null, Problems.Problem.Of(code, detail));
}
