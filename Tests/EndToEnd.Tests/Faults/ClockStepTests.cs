using System.Text.Json;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Faults;

/// <summary>The clock of the machine is set under real processes.</summary>
public sealed class ClockStepTests : IDisposable
{
    private const string Library = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";
    private const string DayAhead = "+90000";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tradingops-clock-");
    private readonly string _shift;

    public ClockStepTests()
    {
        Assert.True(File.Exists(Library), $"{Library} is missing (Debian: libfaketime)");
        _shift = Path.Combine(_folder.FullName, "shift");
        SetClock("+0");
    }

    private string[] Command =>
    [
        "env", $"LD_PRELOAD={Library}", $"FAKETIME_TIMESTAMP_FILE={_shift}", "FAKETIME_NO_CACHE=1",
        "FAKETIME_DONT_FAKE_MONOTONIC=1", "DONT_FAKE_MONOTONIC=1",
    ];

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_clock_a_day_ahead_stamps_no_order_and_expires_none()
    {
        await using var stack = await TradingStack.StartAsync(new StackPlan { Command = Command });
        var tomorrow = DateTimeOffset.UtcNow.AddHours(12);
        var gtd = $$""","time_in_force":"gtd","expire_at":"{{tomorrow:O}}" """;
        var good = await SubmitAsync(stack, "AAPL", "good", gtd);

        SetClock(DayAhead);
        await UntilRefusedAsync(stack, "MSFT");
        var health = await Eventually.BecomesAsync(() => stack.SiloHealthAsync(), h => $"{h.Body}".Contains("stepped by +1.0"));
        Assert.Equal("ok", health.Body.GetProperty("checks").GetProperty("journal").GetProperty("status").GetString());
        var again = await SubmitAsync(stack, "AAPL", "good", gtd);
        Assert.Equal(good.GetProperty("id").GetString(), again.GetProperty("id").GetString());

        SetClock("+0");
        var after = await SubmitAsync(stack, "MSFT", "after", "");
        Assert.InRange(
            after.GetProperty("received_at").GetDateTimeOffset(), tomorrow.AddHours(-12), DateTimeOffset.UtcNow.AddSeconds(5));
        var (_, stored) = await stack.GetAsync($"/orders/{good.GetProperty("id").GetString()}");
        Assert.Equal("accepted", stored.GetProperty("status").GetString());
        await stack.UntilAllHealthyAsync();
    }

    [Fact]
    public async Task Grains_start_and_cancels_pass_after_a_step_back()
    {
        await using var stack = await TradingStack.StartAsync(new StackPlan { Command = Command });
        var order = await SubmitAsync(stack, "AAPL", "early", "");

        SetClock("-3600");
        // Neither this market nor this account has an activation yet.
        await UntilRefusedAsync(stack, "MSFT");
        await Eventually.BecomesAsync(
            () => stack.DeleteAsync($"/orders/{order.GetProperty("id").GetString()}"), answer => answer.Status == 200);
        Assert.Equal(200, (await stack.GetAsync("/books/NVDA")).Status);

        SetClock("+0");
        await SubmitAsync(stack, "MSFT", "late", "");
        Assert.False(stack.Silo.HasExited, stack.Silo.Errors);
        Assert.False(stack.FrontProcess.HasExited, stack.FrontProcess.Errors);
    }

    [Fact]
    public async Task A_market_that_is_ahead_is_set_back_by_a_person()
    {
        SetClock(DayAhead);
        await using var stack = await TradingStack.StartAsync(new StackPlan { Command = Command });
        var id = (await SubmitAsync(stack, "AAPL", "ahead", "")).GetProperty("id").GetString();
        // Before the silo ends: a front takes a gateway for dead until a time by its own clock.
        SetClock("+0");
        await stack.KillSiloAsync(0);
        stack.LaunchSilo(0);
        await UntilRefusedAsync(stack, "AAPL");
        await Eventually.BecomesAsync(() => stack.SiloHealthAsync(), h => $"{h.Body}".Contains("markets are ahead of the clock"));
        Assert.Equal("409 clock_not_ahead", await SetBackAsync(stack, "MSFT"));
        Assert.Equal("200", await SetBackAsync(stack, "AAPL"));
        var after = await SubmitAsync(stack, "AAPL", "after", "");
        Assert.True(after.GetProperty("received_at").GetDateTimeOffset() < DateTimeOffset.UtcNow.AddSeconds(5));
        await stack.UntilAllHealthyAsync();
        Assert.Equal(200, (await stack.DeleteAsync($"/orders/{id}")).Status);
        var hash = (await stack.StateHashesAsync())["AAPL"];
        await stack.Silo.StopAsync();
        await using var verify = TradingProcess.Start("Silo", "verify", "--Storage:Path", stack.Folder);
        Assert.True(await verify.ExitCodeAsync() == 0, verify.Errors);
        Assert.Contains($"{hash} ok", verify.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silo_ahead_of_the_database_does_not_start()
    {
        await using var database = await PostgresServer.StartAsync();
        SetClock(DayAhead);
        var ports = Ports.Free(3);
        await using var silo = TradingProcess.StartIn(Command, "Silo",
            ["--Urls", $"http://127.0.0.1:{ports[0]}", "--Storage:Provider", "PostgreSql", "--ConnectionStrings:TradingOps",
            database.ConnectionString, "--Orleans:SiloPort", $"{ports[1]}", "--Orleans:GatewayPort", $"{ports[2]}"]);
        Assert.Equal(1, await silo.ExitCodeAsync());
        Assert.Matches(
            @"^silo: the clock of this machine is \+1\.0\d:\d\d:\d\d against that of the database; set the wrong one right$",
            Assert.Single(silo.Errors.Split('\n')));
    }

    private void SetClock(string shift)
    {
        // In one step: the library reads the file with every time.
        var next = _shift + ".new";
        File.WriteAllText(next, shift);
        File.Move(next, _shift, overwrite: true);
    }

    private static Task UntilRefusedAsync(TradingStack stack, string symbol)
    {
        var json = $$"""{"symbol":"{{symbol}}","account":"refused","type":"limit","limit_price":100,"qty":1}""";
        return Eventually.BecomesAsync(
            () => stack.PostAsync("/orders", json),
            answer => answer.Status == 503 && answer.Body.GetProperty("code").GetString() == "clock_fault");
    }

    private static async Task<string> SetBackAsync(TradingStack stack, string symbol)
    {
        var (status, body) = await stack.PostAsync($"/books/{symbol}/clock", """{"reason":"the clock was a day ahead"}""");
        return status == 200 ? "200" : $"{status} {body.GetProperty("code").GetString()}";
    }

    /// <summary>Sends an order as a client does: again, under the same id, while the answer is a retryable 503.</summary>
    private static async Task<JsonElement> SubmitAsync(TradingStack stack, string symbol, string account, string more)
    {
        var json = $$"""
            {"symbol":"{{symbol}}","account":"{{account}}","type":"limit","limit_price":100,"qty":1,
             "client_order_id":"once"{{more}}}
            """;
        var (status, order) = await Eventually.BecomesAsync(
            () => stack.PostAsync("/orders", json), answer => answer.Status != 503);
        Assert.True(status is 200 or 201, $"{status}: {order}");
        return order;
    }
}
