using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace TradingOps.EndToEnd.Tests.Dashboard;

/// <summary>Every kind of order through the form of the page, and what the page shows of it.</summary>
public sealed class OrderTicketTests(LivePage live) : IClassFixture<LivePage>
{
    private static readonly PageGetByLabelOptions Exact = new() { Exact = true };

    /// <summary>The labels that the ticket shows, of class, type and time in force, and what it leaves out.</summary>
    public static TheoryData<string, string, string, string, string> Kinds => new()
    {
        { "simple", "market", "day", "Size in, Most slippage, Reduce only", "Limit price, Stop price, Trigger, Post only" },
        { "simple", "limit", "gtc", "Limit price, Post only, Display quantity", "Most slippage, Size in, Trigger, Expires at" },
        { "simple", "limit", "ioc", "Limit price, Least quantity", "Post only, Display quantity" },
        { "simple", "limit", "fok", "Limit price, Reduce only", "Least quantity" },
        { "simple", "limit", "gtd", "Expires at", "Take profit at" },
        { "simple", "stop", "day", "Stop price, Trigger, Most slippage", "Limit price, Touch price, Post only" },
        { "simple", "stop_limit", "day", "Stop price, Limit price, Trigger", "Most slippage, Post only" },
        { "simple", "trailing_stop", "day", "Trail in, Trail by price", "Stop price, Trigger, Trail by percent" },
        { "simple", "market_if_touched", "gtc", "Touch price, Trigger, Most slippage", "Limit price, Stop price" },
        { "simple", "limit_if_touched", "gtc", "Touch price, Limit price, Trigger", "Stop price, Most slippage" },
        { "bracket", "limit", "day", "Take profit at, Stop loss from, Stop loss limit", "Exit, Reduce only" },
        { "bracket", "market", "day", "Take profit at, Stop loss from, Size in", "Limit price" },
        { "oto", "limit", "day", "Exit, Take profit at", "Stop loss from" },
        { "oco", "", "gtc", "Take profit at, Stop loss from, Reduce only, Post only", "Type, Limit price, Most slippage" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Only_the_fields_that_fit_an_order_are_shown(
        string orderClass, string type, string time, string shown, string hidden)
    {
        var page = await OpenAsync(1440);
        await ChooseAsync(page, orderClass, type, time);
        await page.Locator("#ticket-more summary").ClickAsync();
        foreach (var label in shown.Split(", ")) await Expect(page.GetByLabel(label, Exact)).ToBeVisibleAsync();
        foreach (var label in hidden.Split(", ").Append("Cash amount"))
            await Expect(page.GetByLabel(label, Exact)).ToBeHiddenAsync();
    }

    [Theory]
    [InlineData(360)]
    [InlineData(1440)]
    public async Task A_bracket_is_entered_shown_with_its_legs_and_canceled(int width)
    {
        var page = await OpenAsync(width);
        await ChooseAsync(page, "bracket", "limit", "gtc");
        await page.GetByLabel("Limit price", Exact).FillAsync("50");
        await page.GetByLabel("Take profit at", Exact).FillAsync("90");
        await page.GetByLabel("Stop loss from", Exact).FillAsync("40");
        await page.GetByLabel("Stop loss limit", Exact).FillAsync("39.5");
        var id = await SendAsync(page);
        await ExpectRowAsync(page, id, "limit, gtc", "bracket", "50.00", "accepted");
        await ExpectRowAsync(page, id + "T", "limit, gtc", $"take profit of {id}", "90.00", "waits for its entry");
        await ExpectRowAsync(page, id + "S", "stop limit, gtc", $"stop loss of {id}", "stop 40.00", "waits for its entry");
        // The legs stand behind their entry, with one bar beside all of them.
        var rows = page.Locator("#orders tbody tr");
        await Expect(rows.Nth(0)).ToHaveClassAsync("joins");
        await Expect(rows.Nth(1)).ToHaveClassAsync("joined joins exit");
        await Expect(rows.Nth(2)).ToHaveClassAsync("joined exit");
        await CancelAsync(page, id, width);
        foreach (var leg in new[] { id, id + "T", id + "S" }) await ExpectRowAsync(page, leg, "canceled");
        Assert.Empty(live.Errors);
    }

    [Fact]
    public async Task A_trailing_stop_is_entered_and_shown_with_its_trail()
    {
        var page = await OpenAsync(1440);
        // It follows the last trade.
        await SendAsync(page);
        await page.GetByLabel("Sell", Exact).CheckAsync();
        await ChooseAsync(page, "simple", "trailing_stop", "gtc");
        await page.GetByLabel("Trail in", Exact).SelectOptionAsync("trail_percent");
        await page.GetByLabel("Trail by percent", Exact).FillAsync("20");
        var id = await SendAsync(page);
        await ExpectRowAsync(page, id, "trailing stop, gtc", "trail 20 %, now 1", "accepted");
        await CancelAsync(page, id, 1440);
        await ExpectRowAsync(page, id, "canceled");
    }

    [Fact]
    public async Task A_pair_is_entered_and_one_cancel_ends_both()
    {
        var page = await OpenAsync(1440);
        await SendAsync(page);
        await page.GetByLabel("Sell", Exact).CheckAsync();
        await ChooseAsync(page, "oco", "", "gtc");
        await page.GetByLabel("Take profit at", Exact).FillAsync("300");
        await page.GetByLabel("Stop loss from", Exact).FillAsync("100");
        await page.Locator("#ticket-more summary").ClickAsync();
        await page.GetByLabel("Reduce only", Exact).CheckAsync();
        var id = await SendAsync(page);
        await ExpectRowAsync(page, id, "limit, gtc, reduce only", "one cancels other", "300.00", "accepted");
        await ExpectRowAsync(page, id + "S", "stop, gtc", $"stop loss of {id}", "stop 100.00", "accepted");
        await CancelAsync(page, id + "S", 1440);
        foreach (var leg in new[] { id, id + "S" }) await ExpectRowAsync(page, leg, "canceled");
    }

    [Fact]
    public async Task A_hidden_order_with_a_tag_is_entered()
    {
        var page = await OpenAsync(1440);
        await ChooseAsync(page, "simple", "limit", "gtc");
        await page.GetByLabel("Limit price", Exact).FillAsync("50");
        await page.Locator("#ticket-more summary").ClickAsync();
        await page.GetByLabel("Display quantity", Exact).FillAsync("0");
        await page.GetByLabel("Tag", Exact).FillAsync("pairs");
        var id = await SendAsync(page);
        var order = await page.EvaluateAsync<string>("id => fetch(`/orders/${id}`).then(answer => answer.text())", id);
        Assert.Contains("\"display_qty\":0,", order, StringComparison.Ordinal);
        Assert.Contains("\"tag\":\"pairs\"", order, StringComparison.Ordinal);
        await CancelAsync(page, id, 1440);
    }

    [Fact]
    public async Task A_refusal_stands_beside_its_field_in_the_words_of_the_api()
    {
        var page = await OpenAsync(1440);
        await ChooseAsync(page, "simple", "limit_if_touched", "gtd");
        await page.GetByLabel("Touch price", Exact).FillAsync("100");
        await page.GetByLabel("Limit price", Exact).FillAsync("100.001");
        await ExpectRefusalAsync(page, "Limit price", "limit_price 100.001 is not a multiple of 0.01");
        await page.GetByLabel("Limit price", Exact).FillAsync("100");
        await ExpectRefusalAsync(page, "Expires at", "expire_at null does not go with time_in_force gtd");
        await Expect(page.GetByLabel("Limit price", Exact)).Not.ToHaveAttributeAsync("aria-invalid", "true");
        await page.GetByLabel("Expires at", Exact).FillAsync("2100-01-01T12:00");
        // A field that is out of sight is shown.
        await page.Locator("#ticket-more summary").ClickAsync();
        await page.GetByLabel("Least quantity", Exact).FillAsync("11");
        await page.Locator("#ticket-more summary").ClickAsync();
        await ExpectRefusalAsync(page, "Least quantity", "min_qty 11 is not a positive multiple of the lot, at most qty");
        await ChooseAsync(page, "bracket", "limit", "day");
        await ExpectRefusalAsync(page, "Take profit at", "field 'take_profit.limit_price' is missing");
        await ChooseAsync(page, "simple", "market", "day");
        await page.GetByLabel("Quantity", Exact).FillAsync("9000");
        await ExpectRefusalAsync(page, "Quantity", "the order needs");
    }

    [Fact]
    public async Task A_cash_amount_is_spent_and_the_position_closed()
    {
        var page = await OpenAsync(1440);
        await page.GetByLabel("Size in", Exact).SelectOptionAsync("notional");
        await page.GetByLabel("Cash amount", Exact).FillAsync("2000");
        var id = await SendAsync(page);
        await ExpectRowAsync(page, id, "filled", "10 / 2,000.00 cash");
        var position = page.Locator("#positions tbody tr").First;
        await Expect(position.Locator(".qty")).ToHaveTextAsync("10");
        await page.GetByRole(AriaRole.Button, new() { Name = "Close position AAPL" }).ClickAsync();
        await Expect(page.Locator("#positions-answer")).ToContainTextAsync("filled, 10 at");
        await Expect(position.Locator(".qty")).ToHaveTextAsync("0");
        await Expect(position.GetByRole(AriaRole.Button)).ToBeHiddenAsync();
        await ExpectRowAsync(page, await FirstIdAsync(page), "market, day, reduce only", "filled");
    }

    /// <summary>A page with an account of its own.</summary>
    private async Task<IPage> OpenAsync(int width)
    {
        var page = await live.OpenAsync(width, 900, width < 700 ? ColorScheme.Light : ColorScheme.Dark);
        await page.GetByLabel("Account", Exact).FillAsync($"page-{Guid.NewGuid():N}"[..20]);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#orders tbody tr")).ToHaveCountAsync(0);
        return page;
    }

    private static async Task ChooseAsync(IPage page, string orderClass, string type, string time)
    {
        await page.GetByLabel("Order class", Exact).SelectOptionAsync(orderClass);
        if (type.Length > 0) await page.GetByLabel("Type", Exact).SelectOptionAsync(type);
        await page.GetByLabel("Time in force", Exact).SelectOptionAsync(time);
    }

    /// <summary>Sends the order of the ticket, and returns its id.</summary>
    private static async Task<string> SendAsync(IPage page)
    {
        await page.Locator("#send").ClickAsync();
        await Expect(page.Locator("#ticket-answer")).ToHaveClassAsync("gain");
        var id = (await page.Locator("#ticket-answer").TextContentAsync())!.Split(' ')[0];
        await Expect(RowOf(page, id)).ToBeVisibleAsync();
        return id;
    }

    private static async Task ExpectRefusalAsync(IPage page, string label, string words)
    {
        await page.Locator("#send").ClickAsync();
        await Expect(page.Locator("#ticket-answer")).ToContainTextAsync($"Refused: {label}");
        var field = page.GetByLabel(label, Exact);
        await Expect(field).ToBeFocusedAsync();
        await Expect(field).ToHaveAttributeAsync("aria-invalid", "true");
        var beside = page.Locator($"#{await field.GetAttributeAsync("aria-describedby")}");
        await Expect(beside).ToBeVisibleAsync();
        await Expect(beside).ToContainTextAsync(words);
    }

    private static async Task ExpectRowAsync(IPage page, string id, params string[] words)
    {
        foreach (var word in words) await Expect(RowOf(page, id)).ToContainTextAsync(word);
    }

    /// <summary>Cancels by the button of the row, which is in reach without scrolling sideways.</summary>
    private static async Task CancelAsync(IPage page, string id, int width)
    {
        var button = page.GetByRole(AriaRole.Button, new() { Name = $"Cancel order {id}", Exact = true });
        await button.ScrollIntoViewIfNeededAsync();
        var scrolled = await page.EvaluateAsync<int>("document.querySelector('.orders .scroll').scrollLeft");
        var box = (await button.BoundingBoxAsync())!;
        Assert.Equal(0, scrolled);
        Assert.InRange(box.X + box.Width, 0, width);
        await button.ClickAsync();
    }

    private static ILocator RowOf(IPage page, string id) => page.Locator($"#orders tr[data-key='{id}']");

    private static async Task<string> FirstIdAsync(IPage page) =>
        (await page.Locator("#orders tbody tr .id").First.TextContentAsync())!;
}
