using TradingOps.Bodies.Orders;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Margin;

namespace TradingOps.Bodies.Accounts;

/// <summary>The words of accounts and what they mean inside.</summary>
internal static class AccountWords
{
    public static readonly Vocabulary<MarginModel> MarginModels = new(
        ("reg_t", MarginModel.RegT), ("cash", MarginModel.Cash), ("portfolio", MarginModel.Portfolio));

    public static readonly Vocabulary<CostMethod> CostMethods = new(
        ("average", CostMethod.Average), ("fifo", CostMethod.Fifo), ("daily_fifo", CostMethod.DailyFifo));
}
