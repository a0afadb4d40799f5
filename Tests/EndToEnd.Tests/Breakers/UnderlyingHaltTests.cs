using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Breakers;

/// <summary>A halt of an underlying, as a program sees its options.</summary>
public sealed class UnderlyingHaltTests
{
    private const string Option = "AAPL271217C00190000";

    [Fact]
    public async Task An_option_is_halted_as_long_as_its_underlying()
    {
        await using var stack = await TradingStack.StartAsync();
        Assert.Equal(201, (await PostAsync("seller", "sell", "gtc")).Status);
        Assert.Equal(200, (await stack.PostAsync("/breakers/symbol:AAPL/trip", """{"reason":"news"}""")).Status);
        await UntilAsync("halted");
        var (status, refused) = await PostAsync("buyer", "buy", "ioc");
        Assert.Equal((422, "halted"), (status, refused.GetProperty("code").GetString()));
        var (_, bid) = await PostAsync("buyer", "buy", "gtc");
        Assert.Equal("accepted", bid.GetProperty("status").GetString());

        Assert.Equal(200, (await stack.PostAsync("/breakers/symbol:AAPL/reset", """{"reason":"over"}""")).Status);
        await UntilAsync("open");
        await Eventually.BecomesAsync(
            () => stack.GetAsync("/orders/" + bid.GetProperty("id").GetString()),
            order => order.Body.GetProperty("status").GetString() == "filled");

        Task UntilAsync(string expected) => Eventually.BecomesAsync(
            () => stack.GetAsync($"/books/{Option}"), book => book.Body.GetProperty("status").GetString() == expected);

        Task<(int Status, System.Text.Json.JsonElement Body)> PostAsync(string account, string side, string time) =>
            stack.PostAsync("/orders", $$"""
                {"account":"{{account}}","symbol":"{{Option}}","side":"{{side}}","qty":1,"type":"limit","limit_price":17,
                 "time_in_force":"{{time}}"}
                """);
    }
}
