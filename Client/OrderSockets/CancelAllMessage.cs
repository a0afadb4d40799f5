using TradingOps.Client.Orders;
using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;

namespace TradingOps.Client.OrderSockets;

/// <summary><c>{"op":"cancel_all","id":4,"account":"demo","symbol":"AAPL"}</c>; without a symbol, in every symbol.</summary>
internal sealed record CancelAllMessage : OrderMessage
{
    public string? Account { get; init; }

    public string? Symbol { get; init; }

    internal override string? Lane => Symbol is null ? null : LaneOf(Symbol);

    internal override ProblemBody? FindWrong() => this switch
    {
        { Account: null } => Missing("account"),
        _ when !OrderReader.IsAccount(Account) =>
            Problem.BodyOf(TradingError.InvalidAccount, OrderReader.ExplainAccount(Account)),
        { Symbol: { } symbol } when !OrderReader.IsText(symbol, OrderReader.MaxSymbolLength) =>
            Problem.BodyOf(TradingError.InvalidSymbol, OrderReader.ExplainSymbol(symbol)),
        _ => null,
    };
}
