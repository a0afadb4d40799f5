using Microsoft.Playwright;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Dashboard;

/// <summary>The live page in a real browser, over a simulated market.</summary>
public sealed class LivePageTests : IAsyncLifetime
{
    private static readonly PageGetByLabelOptions Exact = new() { Exact = true };

    private readonly LivePage _live = new();

    private TradingStack Stack => _live.Stack;

    public Task InitializeAsync() => _live.InitializeAsync();

    public Task DisposeAsync() => _live.DisposeAsync();

    [Fact]
    public async Task The_page_shows_the_feed_that_gives_a_symbol_its_prices()
    {
        Assert.Equal(201, (await Stack.PostAsync("/feeds", """{"id":"desk","kind":"push","symbols":["AAPL"]}""")).Status);
        await Stack.PostAsync("/tick", """{"feed":"desk","symbol":"AAPL","price":187.5,"qty":1}""");
        await Stack.PostAsync("/tick", """{"feed":"desk","symbol":"AAPL","bid":187.4,"bid_qty":1,"ask":187.6,"ask_qty":1}""");
        var page = await _live.OpenAsync(1440, 900, ColorScheme.Dark);
        await Assertions.Expect(page.Locator("#feed")).ToContainTextAsync("Feed desk: 187.50, bid 187.40, ask 187.60, ");
        await Assertions.Expect(page.Locator("#feed")).ToContainTextAsync("(stale)");
        await Stack.SendAsync(HttpMethod.Patch, "/feeds/desk", """{"status":"stopped"}""");
        await Assertions.Expect(page.Locator("#feed")).ToBeHiddenAsync();
        Assert.Empty(_live.Errors);
    }

    [Fact]
    public async Task The_page_shows_a_fill_and_a_tripped_breaker_without_a_reload()
    {
        var page = await _live.OpenAsync(1440, 900, ColorScheme.Dark, "/");
        await page.EvaluateAsync("window.wasLoadedOnce = true");
        await page.GetByLabel("Quantity", Exact).FillAsync("100");
        await page.GetByRole(AriaRole.Button, new() { Name = "Buy AAPL" }).ClickAsync();
        await Assertions.Expect(page.Locator("#ticket-answer")).ToContainTextAsync("filled");
        await Assertions.Expect(page.Locator("#positions tbody tr").First).ToContainTextAsync("AAPL");
        await Assertions.Expect(page.Locator("#positions tbody td").First).ToHaveTextAsync("100");
        await Assertions.Expect(page.Locator("#orders tbody tr").First).ToContainTextAsync("filled");
        await Assertions.Expect(page.Locator("#tape tbody tr").First).ToBeVisibleAsync();

        await Assertions.Expect(page.Locator("#margin-initial")).Not.ToHaveTextAsync("\u2013");
        await Assertions.Expect(page.Locator("#margin-maintenance")).Not.ToHaveTextAsync("\u2013");

        // The market moves, and the profit with it.
        var before = await page.Locator("#pnl-total").TextContentAsync();
        await Assertions.Expect(page.Locator("#pnl-total")).Not.ToHaveTextAsync(before!);

        await page.GetByLabel("Type", Exact).SelectOptionAsync("limit");
        await page.GetByLabel("Limit price", Exact).FillAsync("100");
        await page.GetByRole(AriaRole.Button, new() { Name = "Buy AAPL" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel order" }).ClickAsync();
        await Assertions.Expect(page.Locator("#orders tbody tr").First).ToContainTextAsync("canceled");

        await page.GetByRole(AriaRole.Button, new() { Name = "Trip breaker" }).ClickAsync();
        await page.GetByLabel("Reason").FillAsync("drill");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#breaker-state")).ToHaveTextAsync("open");
        await page.GetByRole(AriaRole.Button, new() { Name = "Buy AAPL" }).ClickAsync();
        await Assertions.Expect(page.Locator("#ticket-answer")).ToContainTextAsync("Refused");
        await Assertions.Expect(page.Locator("#orders tbody tr").First).ToContainTextAsync("rejected");

        // Somebody resets it while the dialog is open: what is asked is what is done.
        await page.GetByRole(AriaRole.Button, new() { Name = "Reset breaker" }).ClickAsync();
        await Stack.PostAsync("/breakers/firm/reset", """{"reason":"drill is over"}""");
        await Assertions.Expect(page.Locator("#breaker-state")).ToHaveTextAsync("half open");
        await page.GetByLabel("Reason").FillAsync("drill is over");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Trip breaker" })).ToBeVisibleAsync();
        var (_, firm) = await Stack.GetAsync("/breakers/firm");
        Assert.NotEqual("open", firm.GetProperty("state").GetString());

        Assert.True(await page.EvaluateAsync<bool>("window.wasLoadedOnce"));
        Assert.Empty(_live.Errors);
    }

    [Fact]
    public async Task Two_people_reset_a_kill_and_the_page_names_the_first()
    {
        var page = await _live.OpenAsync(1440, 900, ColorScheme.Dark, "/");
        await Stack.PostAsync("/breakers/firm/kill", """{"reason":"fire"}""");
        await page.GetByRole(AriaRole.Button, new() { Name = "Reset breaker" }).ClickAsync();
        await page.GetByLabel("Reason").FillAsync("out");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#breaker-detail")).ToContainTextAsync("somebody else approves it");
        await page.GetByRole(AriaRole.Button, new() { Name = "Approve reset" }).ClickAsync();
        await page.GetByLabel("Reason").FillAsync("out");
        await page.Keyboard.PressAsync("Enter");
        // Nobody approves what he asked for himself.
        await Assertions.Expect(page.Locator("#breaker-detail")).ToContainTextAsync("Not changed");
        Assert.All(_live.Errors, e => Assert.Contains("409", e, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(360, 780, ColorScheme.Light)]
    [InlineData(360, 780, ColorScheme.Dark)]
    [InlineData(1440, 900, ColorScheme.Light)]
    public async Task It_fits_every_screen_and_is_there_for_the_keyboard(int width, int height, ColorScheme colours)
    {
        var page = await _live.OpenAsync(width, height, colours, "/dashboard");
        Assert.InRange(await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 1, width);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("ArrowRight");
        Assert.True(await page.GetByLabel("Sell").IsCheckedAsync());
        // Enter in a field sends; the fields follow each other in the order in which they stand.
        for (var i = 0; i < 4; i++) await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.GetByLabel("Time in force", Exact)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Shift+Tab");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#ticket-answer")).ToContainTextAsync("filled");
        var unnamed = await page.EvaluateAsync<string[]>(
            """
            [...document.querySelectorAll("button, input, select")].filter(e => e.offsetParent && !e.labels?.length
              && !e.textContent.trim() && !e.getAttribute("aria-label")).map(e => e.outerHTML)
            """);
        Assert.Empty(unnamed);
        Assert.Empty(_live.Errors);
    }
}
