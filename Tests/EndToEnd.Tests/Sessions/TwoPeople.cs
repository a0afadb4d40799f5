using System.Text.Json;
using TradingOps.EndToEnd.Tests.Access;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Sessions;

/// <summary>Two people with keys of their own: one enters an official price, the other confirms it.</summary>
internal static class TwoPeople
{
    private const string Ann = "ann-key-0123456789";
    private const string Bob = "bob-key-0123456789";

    /// <summary>The first trading day of the stack that the plan starts.</summary>
    public static DateOnly Today { get; } = TradingDay.Of(DateTimeOffset.UtcNow);

    /// <summary>A plan whose fronts ask for keys; the first person's is used where no other is said.</summary>
    public static StackPlan Guard(StackPlan plan) => plan with
    {
        Key = Ann,
        Settings = ["--Breakers:TwoPersonReset", "true", .. plan.Settings],
        FrontSettings =
        [
            .. plan.FrontSettings,
            .. GuardedStack.Configure(0, "ann", Ann, ["admin", "trader", "risk"], "*"),
            .. GuardedStack.Configure(1, "bob", Bob, ["admin"], "*"),
        ],
    };

    /// <summary>One person enters an official price.</summary>
    public static Task<(int Status, JsonElement Body)> EnterAsync(
        TradingStack stack, string symbol, DateOnly day, string kind, decimal price, bool isSecond = false) =>
        SendAsync(
            stack, "PUT", $"/prices/{symbol}/{day:yyyy-MM-dd}",
            $$"""{"kind":"{{kind}}","price":{{price}},"reason":"closing file"}""", isSecond);

    /// <summary>One person sends a request.</summary>
    public static Task<(int Status, JsonElement Body)> SendAsync(
        TradingStack stack, string method, string path, string json, bool isSecond) =>
        GuardedStack.SendAsync(stack.Front, method, path, isSecond ? Bob : Ann, json);
}
