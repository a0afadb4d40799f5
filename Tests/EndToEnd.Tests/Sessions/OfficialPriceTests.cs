using System.Text;
using System.Text.Json;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Sessions;

/// <summary>Official prices and instructions for options over HTTP: what is refused, and what is kept.</summary>
public sealed class OfficialPriceTests : IAsyncLifetime
{
    private readonly string _call = $"AAPL{TwoPeople.Today.AddDays(3):yyMMdd}C00170000";
    private readonly string _european = $"AAPL{TwoPeople.Today.AddDays(3):yyMMdd}P00170000";
    private readonly string _index = $"NDXX{TwoPeople.Today.AddDays(3):yyMMdd}C00170000";

    private TradingStack _stack = null!;

    public async Task InitializeAsync()
    {
        _stack = await TradingStack.StartAsync(TwoPeople.Guard(new()));
        foreach (var (symbol, rest) in new[]
        {
            (_call, """ "style":"american" """), (_european, """ "style":"european" """),
            (_index, """ "style":"european","settlement":"cash" """),
        })
        {
            var (status, body) = await _stack.PutAsync(
                $"/instruments/{symbol}",
                $$"""{"asset_class":"OPTIONS","tick_size":0.05,"max_quantity":1000,"session":"always",{{rest}} }""");
            Assert.True(status == 201, $"{status} {body}");
        }
    }

    public async Task DisposeAsync() => await _stack.DisposeAsync();

    [Fact]
    public async Task A_price_that_cannot_be_is_refused()
    {
        var (today, tomorrow) = (TwoPeople.Today, TwoPeople.Today.AddDays(1));
        Assert.Equal("no_official_price", await CodeAsync(_call, today, "settlement", 17.4m));
        Assert.Equal(200, (await TwoPeople.EnterAsync(_stack, "AAPL", today, "close", 187.4m)).Status);
        Assert.Equal("settlement_out_of_bounds", await CodeAsync(_call, today, "settlement", 187.4m));
        Assert.Equal("settlement_out_of_bounds", await CodeAsync(_call, today, "close", 187.45m));
        Assert.Equal("invalid_day", await CodeAsync("AAPL", tomorrow, "close", 187));
        Assert.Equal("invalid_price_kind", await CodeAsync("AAPL", today, "settlement", 187));
        Assert.Equal("invalid_price_kind", await CodeAsync("AAPL", today, "last", 187));
        Assert.Equal("invalid_price", await CodeAsync("AAPL", today, "close", -1));
        Assert.Equal("invalid_price", await CodeAsync("AAPL", today, "close", 187.00000001m));
        Assert.Equal("unknown_symbol", await CodeAsync("NOPE", today, "close", 187));
        var path = $"/prices/AAPL/{today:yyyy-MM-dd}";
        Assert.Equal("invalid_day", (await _stack.PutAsync("/prices/AAPL/today", Body())).Body.Text("code"));
        Assert.Equal("invalid_symbol", (await _stack.PutAsync(path, Body(""" "symbol":"MSFT", """))).Body.Text("code"));
        Assert.Equal("invalid_day", (await _stack.PutAsync(path, Body(""" "day":"2020-01-02", """))).Body.Text("code"));
        Assert.Equal(
            "invalid_reason", (await _stack.PutAsync(path, """{"kind":"close","price":187}""")).Body.Text("code"));

        static string Body(string more = "") => $$"""{ {{more}} "kind":"close","price":187,"reason":"file"}""";
    }

    [Fact]
    public async Task A_list_of_prices_is_answered_one_by_one()
    {
        var day = $"{TwoPeople.Today:yyyy-MM-dd}";
        var (status, answers) = await _stack.PostAsync("/prices", $$"""
            [{"symbol":"MSFT","day":"{{day}}","kind":"close","price":415.2,"reason":"file"},
             {"symbol":"NOPE","day":"{{day}}","kind":"close","price":1,"reason":"file"},
             {"symbol":"MSFT","kind":"close","price":1,"reason":"file"},
             {"symbol":"MSFT","day":"{{day}}","kind":"close","price":1,"reason":"file","x":1}]
            """);
        Assert.Equal(200, status);
        Assert.Equal([200, 404, 400, 400], answers.EnumerateArray().Select(a => a.GetProperty("status").GetInt32()));
        var price = Assert.Single((await _stack.GetAsync("/prices/MSFT")).Body.EnumerateArray());
        Assert.Equal((415.2m, "ann"), (price.GetProperty("price").GetDecimal(), price.Text("entered_by")));
        Assert.Equal("invalid_batch", (await _stack.PostAsync("/prices", "[]")).Body.Text("code"));
    }

    [Fact]
    public async Task A_file_of_prices_is_taken_as_a_list_is()
    {
        var day = $"{TwoPeople.Today:yyyy-MM-dd}";
        var (status, answers) = await SendCsvAsync($""""
            price,symbol,day,kind,reason
            415.2,MSFT,{day},close,"closing file, page ""2"""
            1,NOPE,{day},close,file
            1,MSFT,,close,file

            """");
        Assert.Equal(200, status);
        Assert.Equal([200, 404, 400], answers.EnumerateArray().Select(a => a.GetProperty("status").GetInt32()));
        var price = Assert.Single((await _stack.GetAsync("/prices/MSFT")).Body.EnumerateArray());
        Assert.Equal(415.2m, price.GetProperty("price").GetDecimal());
        var (_, trail) = await _stack.GetAsync("/audit-trail?symbol=MSFT");
        Assert.EndsWith(": closing file, page \"2\"", trail[0].Text("detail"), StringComparison.Ordinal);
        foreach (var (csv, code, says) in new[]
        {
            ("", "invalid_batch", "0 prices"),
            ("symbol,day,kind,price,reason", "invalid_batch", "0 prices"),
            ("symbol,date\nMSFT,2026-11-27", "unknown_field", "'date'"),
            ($"symbol,day,kind,price,reason\nMSFT,{day},close,1,x\nMSFT,{day},close,1 000,x", "invalid_price", "line 3"),
            ("symbol,day,kind,price,reason\nMSFT,27.11.2026,close,1,x", "invalid_day", "line 2"),
            ($"symbol,day,kind,price,reason\nMSFT,{day},close,2", "malformed_csv", "line 2 has 4 fields, and the header has 5"),
            ($"symbol,day,kind,price,reason\nMSFT,{day},close,2,5\" a\nAAPL,{day},close,3,5\" b", "malformed_csv", "line 2"),
            ($"symbol,day,kind,price,reason\nMSFT,{day},close,2,\"x\nAAPL,{day},close,3,y", "malformed_csv", "line 2"),
            ("symbol,symbol\nMSFT,MSFT", "malformed_csv", "symbol"),
        })
        {
            var (refused, problem) = await SendCsvAsync(csv);
            Assert.Equal((csv, 400, code), (csv, refused, problem.Text("code")));
            Assert.Contains(says, problem.Text("detail"), StringComparison.Ordinal);
        }
        Assert.Equal(415.2m, (await _stack.GetAsync("/prices/MSFT")).Body[0].GetProperty("price").GetDecimal());
    }

    [Fact]
    public async Task Instructions_that_make_no_sense_are_refused()
    {
        foreach (var symbol in new[] { _call, _european, _index })
        {
            await SubmitAsync("writer", "sell", symbol);
            await SubmitAsync("holder", "buy", symbol);
        }
        Assert.Equal("not_exercisable", await ExerciseAsync("AAPL", "exercise"));
        Assert.Equal("not_exercisable", await ExerciseAsync(_index, "exercise"));
        Assert.Equal("unknown_symbol", await ExerciseAsync("NOPE", "exercise"));
        Assert.Equal("invalid_action", await ExerciseAsync(_call, "sell"));
        Assert.Equal("invalid_quantity", await ExerciseAsync(_call, "exercise", """ ,"qty":1.5 """));
        Assert.Equal("invalid_quantity", await ExerciseAsync(_call, "exercise", """ ,"qty":-1 """));
        Assert.Equal("exceeds_position", await ExerciseAsync(_call, "exercise", """ ,"qty":3 """));
        Assert.Equal("invalid_reference", await ExerciseAsync(_call, "exercise", """ ,"reference":"" """));
        Assert.Equal("missing_field", (await _stack.PostAsync("/accounts/holder/exercise", "{}")).Body.Text("code"));
        Assert.Equal(
            "unknown_account",
            (await _stack.PostAsync("/accounts/stranger/exercise", $$"""{"symbol":"{{_call}}","action":"do_not"}"""))
            .Body.Text("code"));
        // A European option is exercised when it expires: until then it is a note.
        Assert.Equal("noted", await ExerciseAsync(_european, "exercise"));
        // Contracts that an order sells are not exercised too, and what cannot be paid is not either.
        await SubmitAsync("holder", "sell", _call, 9);
        Assert.Equal("exceeds_position", await ExerciseAsync(_call, "exercise"));
        await _stack.DeleteAsync("/orders?account=holder");
        Assert.Equal(200, (await _stack.PutAsync("/accounts/holder", """{"cash":10000,"margin":"cash"}""")).Status);
        Assert.Equal("not_in_cash_account", await ExerciseAsync(_call, "exercise"));
        Assert.Equal(200, (await _stack.PutAsync("/accounts/holder", """{"cash":50000}""")).Status);
        Assert.Equal("exercised", await ExerciseAsync(_call, "exercise"));
        var (_, account) = await _stack.GetAsync("/accounts/holder");
        Assert.Equal(50_000 - 34_000, account.GetProperty("cash").GetDecimal());
    }

    private async Task<(int Status, JsonElement Body)> SendCsvAsync(string csv)
    {
        using var content = new StringContent(csv, Encoding.UTF8, "Text/CSV");
        using var answer = await _stack.Front.PostAsync("/prices", content);
        return ((int)answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync()));
    }

    private async Task<string?> CodeAsync(string symbol, DateOnly day, string kind, decimal price)
    {
        var (status, body) = await TwoPeople.EnterAsync(_stack, symbol, day, kind, price);
        Assert.True(status >= 400, $"{status} {body}");
        return body.Text("code");
    }

    private async Task SubmitAsync(string account, string side, string symbol, int price = 8)
    {
        var (status, order) = await _stack.PostAsync("/orders", $$"""
            {"symbol":"{{symbol}}","account":"{{account}}","side":"{{side}}","type":"limit","time_in_force":"gtc",
             "qty":2,"limit_price":{{price}}}
            """);
        Assert.True(status == 201, $"{status} {order}");
    }

    private async Task<string?> ExerciseAsync(string symbol, string action, string rest = "")
    {
        var (status, body) = await _stack.PostAsync(
            "/accounts/holder/exercise", $$"""{"symbol":"{{symbol}}","action":"{{action}}"{{rest}} }""");
        return body.Text(status == 200 ? "status" : "code");
    }
}
