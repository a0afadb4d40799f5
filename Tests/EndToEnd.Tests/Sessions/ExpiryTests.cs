using System.Globalization;
using System.Text.Json;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Sessions;

/// <summary>
/// Options that are exercised and assigned, and futures that are paid to their settlement, over HTTP on both stores, while
/// silos are killed.
/// </summary>
public sealed class ExpiryTests
{
    private const int Pairs = 10;
    private const int ManyAccounts = 1_000;
    private const int AtOnce = 16;

    private static readonly string[] Settings = ["--Accounts:MaxNewAccountsPerMinute", "100000"];

    // A person expires it today.
    private readonly string _call = $"AAPL{TwoPeople.Today.AddDays(3):yyMMdd}C00170000";

    private TradingStack _stack = null!;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_expiry_is_applied_once_while_silos_are_killed(bool isDatabase)
    {
        await using var server = isDatabase ? await PostgresServer.StartAsync() : null;
        await using var stack = _stack = await StartAsync(server);
        await PutCallAsync("open");
        for (var i = 0; i < Pairs; i++)
        {
            await SubmitAsync($"short-{i}", "sell", _call, i + 2, 8.25m);
            await SubmitAsync($"long-{(i + 3) % Pairs}", "buy", _call, i + 2, 8.25m);
        }
        await ExerciseAsync("long-4", """ "action":"exercise","qty":1,"reference":"first" """, 200, "exercised");
        await ExerciseAsync("long-4", """ "action":"exercise","qty":1,"reference":"first" """, 200, "exercised");
        await ExerciseAsync("long-4", """ "action":"exercise","reference":"first" """, 200, "exercised");
        await ExerciseAsync("long-4", """ "action":"exercise","qty":2,"reference":"first" """, 409, "reference_reused");
        await ExerciseAsync("long-4", """ "action":"exercise","qty":9 """, 422, "exceeds_position");
        await ExerciseAsync("short-4", """ "action":"exercise","qty":1 """, 422, "exceeds_position");
        await ExerciseAsync("long-5", """ "action":"do_not","qty":3 """, 200, "noted");
        Assert.Equal(100, await HeldAsync("long-4", "AAPL"));
        await PutCallAsync("expired");

        Assert.Equal(200, (await TwoPeople.EnterAsync(_stack, "AAPL", TwoPeople.Today, "close", 187.40m)).Status);
        var confirming = ConfirmAsync(187.40m);
        await KillAsync(_stack.HomeOf(_call));
        await confirming;
        await Eventually.HoldsAsync(async () => await SharesAsync() == SharesWhenExercised);
        await KillAsync(_stack.HomeOf("AAPL"));
        await CheckAsync();
        Assert.Equal(SharesWhenExercised, await SharesAsync());

        // The price was wrong: both enter another one, and what was settled is reversed.
        Assert.Equal(200, (await TwoPeople.EnterAsync(_stack, "AAPL", TwoPeople.Today, "close", 160)).Status);
        Assert.Equal(SharesWhenExercised, await SharesAsync());
        confirming = ConfirmAsync(160);
        await KillAsync(_stack.HomeOf(_call));
        await confirming;
        await Eventually.HoldsAsync(async () => await SharesAsync() == 100);
        await CheckAsync();
        await ExerciseAsync("long-4", """ "action":"exercise","qty":1 """, 422, "exceeds_position");
        var (_, trail) = await _stack.GetAsync($"/audit-trail?symbol={_call}&limit=1000");
        var events = trail.EnumerateArray().Select(e => e.Text("event")).ToHashSet();
        Assert.Superset(
            new HashSet<string>
            {
                "exercise_instructed", "position_exercised", "position_settled", "position_settlement_reversed",
            },
            events);
    }

    [Fact]
    public async Task An_assigned_account_does_not_see_who_exercised()
    {
        await using var stack = _stack = await StartAsync(null);
        await PutCallAsync("open");
        await SubmitAsync("short", "sell", _call, 2, 8.25m);
        await SubmitAsync("long", "buy", _call, 2, 8.25m);
        await ExerciseAsync("long", """ "action":"do_not","qty":1 """, 200, "noted");
        await ExerciseAsync("long", """ "action":"exercise","qty":1 """, 200, "exercised");
        Assert.Equal("ann", (await TrailAsync("long", "position_exercised")).Text("who"));
        Assert.Equal("ann", (await TrailAsync("long", "exercise_instructed")).Text("who"));
        Assert.Equal(JsonValueKind.Null, (await TrailAsync("short", "position_exercised")).GetProperty("who").ValueKind);
        Assert.Equal(-100, await HeldAsync("short", "AAPL"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_settlement_of_many_accounts_pays_each_once(bool isDatabase)
    {
        await using var server = isDatabase ? await PostgresServer.StartAsync() : null;
        await using var stack = _stack = await StartAsync(server);
        var future = """
            {"asset_class":"FUTURES","tick_size":0.25,"multiplier":50,"max_quantity":100000,"expiry":"2039-06-17",
             "session":"always","initial_margin_amount":100,"maintenance_margin_amount":90}
            """;
        Assert.Equal(201, (await _stack.PutAsync("/instruments/ESM9", future)).Status);
        await SubmitAsync("house", "sell", "ESM9", ManyAccounts, 50.25m);
        await ForAllAsync(i => SubmitAsync($"many-{i}", "buy", "ESM9", 1, 50.25m));
        var silo = _stack.HomeOf("ESM9");
        var entering = TwoPeople.EnterAsync(_stack, "ESM9", TwoPeople.Today, "settlement", 58);
        await KillAsync(silo);
        await entering.ContinueWith(_ => { }, TaskScheduler.Default);
        await Eventually.BecomesAsync(
            () => TwoPeople.EnterAsync(_stack, "ESM9", TwoPeople.Today, "settlement", 58), answer => answer.Status == 200);
        await ForAllAsync(async i =>
        {
            var (_, account) = await Eventually.BecomesAsync(
                () => _stack.GetAsync($"/accounts/many-{i}"),
                a => a.Status == 200 && a.Body.GetProperty("cash").GetDecimal() != 1_000_000);
            Assert.Equal(1_000_387.5m, account.GetProperty("cash").GetDecimal());
        });
        var (_, positions) = await _stack.GetAsync("/accounts/house/positions");
        Assert.Equal(
            -387.5m * ManyAccounts,
            positions.EnumerateArray().Single().GetProperty("realized").GetProperty("variation").GetDecimal());
        await CheckAuditAsync();
    }

    private static Task<TradingStack> StartAsync(PostgresServer? server) => TradingStack.StartAsync(TwoPeople.Guard(new()
    {
        Database = server?.ConnectionString,
        Silos = server is null ? 1 : 3,
        Settings = Settings,
    }));

    /// <summary>Contracts of all, less those that are to expire, and one that was exercised before.</summary>
    private static int SharesWhenExercised => 100 * (Enumerable.Range(2, Pairs).Sum() - 3);

    private async Task PutCallAsync(string status)
    {
        var json = $$"""
            {"asset_class":"OPTIONS","tick_size":0.05,"max_quantity":1000,"underlying":"AAPL","style":"american",
             "session":"always","status":"{{status}}"}
            """;
        await Eventually.HoldsAsync(async () => (await _stack.PutAsync($"/instruments/{_call}", json)).Status is 200 or 201);
    }

    private async Task SubmitAsync(string account, string side, string symbol, int quantity, decimal price)
    {
        var (status, order) = await _stack.PostAsync("/orders", string.Create(CultureInfo.InvariantCulture, $$"""
            {"symbol":"{{symbol}}","account":"{{account}}","side":"{{side}}","type":"limit","time_in_force":"gtc",
             "qty":{{quantity}},"limit_price":{{price}}}
            """));
        Assert.True(status == 201, $"{status} {order}");
    }

    private async Task ExerciseAsync(string account, string fields, int status, string answer)
    {
        var (got, body) = await _stack.PostAsync($"/accounts/{account}/exercise", $$"""{"symbol":"{{_call}}",{{fields}} }""");
        Assert.True(got == status, $"{got} {body}");
        Assert.Equal(answer, body.Text(status == 200 ? "status" : "code"));
    }

    private Task ConfirmAsync(decimal price) => Eventually.HoldsAsync(async () =>
    {
        try
        {
            var (status, body) = await TwoPeople.EnterAsync(_stack, "AAPL", TwoPeople.Today, "close", price, isSecond: true);
            return status == 200 && body.GetProperty("confirmed_by").ValueKind != JsonValueKind.Null;
        }
        catch (Exception e) when (NoAnswer.Is(e))
        {
            return false;
        }
    });

    private async Task KillAsync(int silo)
    {
        await _stack.KillSiloAsync(silo);
        await _stack.StartSiloAsync(silo);
    }

    private async Task<decimal> HeldAsync(string account, string symbol)
    {
        var (status, positions) = await Eventually.BecomesAsync(
            () => _stack.GetAsync($"/accounts/{account}/positions"), answer => answer.Status == 200);
        return positions.EnumerateArray().Where(p => p.Text("symbol") == symbol).Sum(p => p.GetProperty("qty").GetDecimal());
    }

    /// <summary>Shares of all holders; the writers must owe as many.</summary>
    private async Task<decimal> SharesAsync()
    {
        var (held, owed) = (0m, 0m);
        for (var i = 0; i < Pairs; i++)
        {
            held += await HeldAsync($"long-{i}", "AAPL");
            owed -= await HeldAsync($"short-{i}", "AAPL");
        }
        return held == owed ? held : -1;
    }

    private async Task CheckAsync()
    {
        var cash = 0m;
        foreach (var account in Enumerable.Range(0, Pairs).SelectMany(i => new[] { $"long-{i}", $"short-{i}" }))
        {
            Assert.Equal(0, await HeldAsync(account, _call));
            cash += (await _stack.GetAsync($"/accounts/{account}")).Body.GetProperty("cash").GetDecimal();
        }
        Assert.Equal(2 * Pairs * 1_000_000, cash);
        await CheckAuditAsync();
    }

    private async Task<JsonElement> TrailAsync(string account, string what)
    {
        var (_, trail) = await Eventually.BecomesAsync(
            () => _stack.GetAsync($"/audit-trail?account={account}&limit=1000"),
            answer => answer.Body.EnumerateArray().Any(e => e.Text("event") == what));
        return trail.EnumerateArray().Single(e => e.Text("event") == what);
    }

    private async Task CheckAuditAsync()
    {
        var (_, audit) = await Eventually.BecomesAsync(() => _stack.GetAsync("/audit"), answer => answer.Status == 200);
        Assert.Empty(audit.GetProperty("violations").EnumerateArray());
    }

    private static Task ForAllAsync(Func<int, Task> body) => Parallel.ForEachAsync(
        Enumerable.Range(0, ManyAccounts), new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
        async (i, _) => await body(i));
}
