using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Accounts;

/// <summary>A limit order that stays until it is canceled.</summary>
internal static class LimitOrder
{
    /// <summary>Sends one; the code of its refusal, or null if it was taken.</summary>
    public static async Task<string?> SendAsync(
        TradingStack stack, string account, string symbol, string side, int quantity, decimal price)
    {
        var (status, body) = await stack.PostAsync("/orders", $$"""
            {"account":"{{account}}","symbol":"{{symbol}}","side":"{{side}}","type":"limit","time_in_force":"gtc",
             "qty":{{quantity}},"limit_price":{{price}}}
            """);
        return status == 201 ? null : body.GetProperty("code").GetString();
    }
}
