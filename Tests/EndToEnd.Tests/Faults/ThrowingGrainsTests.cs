using TradingOps.EndToEnd.Tests.Monitoring;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Faults;

/// <summary>Every grain call and every timer fails for a while: silo and front live, answer with a code, and recover.</summary>
public sealed class ThrowingGrainsTests
{
    private const string Order = """{"symbol":"AAPL","type":"limit","limit_price":100,"qty":1,"client_order_id":"ID"}""";

    private static readonly string[] Reads =
    [
        "/orders", "/orders/AAPL-1", "/trades", "/books/AAPL", "/accounts", "/accounts/demo", "/accounts/demo/positions", "/firm",
        "/audit", "/instruments", "/breakers", "/breakers/firm", "/incidents",
    ];

    [Theory]
    [InlineData("bug", 500, "internal_error")]
    [InlineData("expired", 503, "outcome_unknown")]
    public async Task Every_answer_is_a_problem_with_a_code(string failure, int status, string code)
    {
        var folder = Directory.CreateTempSubdirectory("tradingops-switch-");
        var file = Path.Combine(folder.FullName, "switch");
        await using var stack = await TradingStack.StartAsync(new StackPlan
        {
            SiloProgram = ["Tests/FaultySilo", "throwing"],
            Settings = ["--FaultySilo:Switch", file],
        });
        Assert.Equal(201, (await PostAsync(stack, "before")).Status);

        await File.WriteAllTextAsync(file, failure);
        Assert.Equal((status, code), await PostAsync(stack, "during"));
        foreach (var path in Reads)
        {
            var (answered, body) = await stack.GetAsync(path);
            Assert.Equal((path, status, code), (path, answered, body.GetProperty("code").GetString()));
        }
        // Bugs are counted; a failed call is an everyday event. Either way every loop has met one by the time each has run twice.
        if (failure == "bug")
        {
            await Eventually.HoldsAsync(async () => await TaskErrorsAsync(stack.SiloHttp) > 10);
            await Eventually.HoldsAsync(async () => await TaskErrorsAsync(stack.Front) > 2);
        }
        else
        {
            await stack.Silo.UntilWroteAsync("The catalogue did not answer");
            await stack.Silo.UntilWroteAsync("The firm's breaker did not answer");
        }
        Assert.False(stack.Silo.HasExited, stack.Silo.Errors);
        Assert.False(stack.FrontProcess.HasExited, stack.FrontProcess.Errors);

        File.Delete(file);
        await Eventually.BecomesAsync(async () => (await PostAsync(stack, "during")).Status, s => s is 200 or 201);
        await stack.UntilAllHealthyAsync();
        folder.Delete();
    }

    private static async Task<(int Status, string? Code)> PostAsync(TradingStack stack, string id)
    {
        var (status, body) = await stack.PostAsync("/orders", Order.Replace("ID", id, StringComparison.Ordinal));
        return (status, body.TryGetProperty("code", out var code) ? code.GetString() : null);
    }

    private static async Task<double> TaskErrorsAsync(HttpClient process) =>
        (await MetricsPage.ReadAsync([process])).Sum("service_errors_total", ("kind", "task"));
}
