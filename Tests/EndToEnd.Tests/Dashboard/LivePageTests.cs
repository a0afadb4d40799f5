using Microsoft.Playwright;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Dashboard;

/// <summary>The live page in a real browser, over a simulated market.</summary>
public sealed class LivePageTests : IAsyncLifetime
{
    /// <summary>In milliseconds, of whatever the page is to show.</summary>
    private const int Patience = 60_000;

    private static readonly string[] Browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private readonly List<string> _errors = [];
    private TradingStack _stack = null!;
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    public async Task InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        _stack = await TradingStack.StartAsync(
            null, "--Simulation:Enabled", "true", "--Simulation:StepEvery", "00:00:00.2", "--Breakers:TwoPersonReset", "true");
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Browsers.FirstOrDefault(File.Exists)
                ?? throw new FileNotFoundException("the tests of the live page need Chromium (Debian: chromium)"),
            Args = ["--no-sandbox"],
        });
    }

    public async Task DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        await _stack.DisposeAsync();
    }

    [Fact]
    public async Task The_page_shows_a_fill_and_a_tripped_breaker_without_a_reload()
    {
        var page = await OpenAsync(1440, 900, ColorScheme.Dark, "/");
        await page.EvaluateAsync("window.wasLoadedOnce = true");
        await page.GetByLabel("Quantity").FillAsync("100");
        await page.GetByRole(AriaRole.Button, new() { Name = "Buy AAPL" }).ClickAsync();
        await Assertions.Expect(page.Locator("#ticket-answer")).ToContainTextAsync("filled");
        await Assertions.Expect(page.Locator("#positions tbody tr").First).ToContainTextAsync("AAPL");
        await Assertions.Expect(page.Locator("#positions tbody td").First).ToHaveTextAsync("100");
        await Assertions.Expect(page.Locator("#orders tbody tr").First).ToContainTextAsync("filled");
        await Assertions.Expect(page.Locator("#tape tbody tr").First).ToBeVisibleAsync();

        // The market moves, and the profit with it.
        var before = await page.Locator("#pnl-total").TextContentAsync();
        await Assertions.Expect(page.Locator("#pnl-total")).Not.ToHaveTextAsync(before!);

        await page.GetByLabel("Type").SelectOptionAsync("limit");
        await page.GetByLabel("Limit price").FillAsync("100");
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
        await _stack.PostAsync("/breakers/firm/reset", """{"reason":"drill is over"}""");
        await Assertions.Expect(page.Locator("#breaker-state")).ToHaveTextAsync("half open");
        await page.GetByLabel("Reason").FillAsync("drill is over");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Trip breaker" })).ToBeVisibleAsync();
        var (_, firm) = await _stack.GetAsync("/breakers/firm");
        Assert.NotEqual("open", firm.GetProperty("state").GetString());

        Assert.True(await page.EvaluateAsync<bool>("window.wasLoadedOnce"));
        Assert.Empty(_errors);
    }

    [Fact]
    public async Task Two_people_reset_a_kill_and_the_page_names_the_first()
    {
        var page = await OpenAsync(1440, 900, ColorScheme.Dark, "/");
        await _stack.PostAsync("/breakers/firm/kill", """{"reason":"fire"}""");
        await page.GetByRole(AriaRole.Button, new() { Name = "Reset breaker" }).ClickAsync();
        await page.GetByLabel("Reason").FillAsync("out");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#breaker-detail")).ToContainTextAsync("somebody else approves it");
        await page.GetByRole(AriaRole.Button, new() { Name = "Approve reset" }).ClickAsync();
        await page.GetByLabel("Reason").FillAsync("out");
        await page.Keyboard.PressAsync("Enter");
        // Nobody approves what he asked for himself.
        await Assertions.Expect(page.Locator("#breaker-detail")).ToContainTextAsync("Not changed");
        Assert.All(_errors, e => Assert.Contains("409", e, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(360, 780, ColorScheme.Light)]
    [InlineData(360, 780, ColorScheme.Dark)]
    [InlineData(1440, 900, ColorScheme.Light)]
    public async Task It_fits_every_screen_and_is_there_for_the_keyboard(int width, int height, ColorScheme colours)
    {
        var page = await OpenAsync(width, height, colours, "/dashboard");
        Assert.InRange(await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 1, width);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("ArrowRight");
        Assert.True(await page.GetByLabel("Sell").IsCheckedAsync());
        for (var i = 0; i < 4; i++) await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#ticket-answer")).ToContainTextAsync("filled");
        var unnamed = await page.EvaluateAsync<string[]>(
            """
            [...document.querySelectorAll("button, input, select")].filter(e => e.offsetParent && !e.labels?.length
              && !e.textContent.trim() && !e.getAttribute("aria-label")).map(e => e.outerHTML)
            """);
        Assert.Empty(unnamed);
        Assert.Empty(_errors);
    }

    private async Task<IPage> OpenAsync(int width, int height, ColorScheme colours, string path)
    {
        var page =
            await _browser.NewPageAsync(new() { ViewportSize = new() { Width = width, Height = height }, ColorScheme = colours });
        page.Console += (_, message) =>
        {
            if (message.Type == "error") _errors.Add(message.Text);
        };
        page.PageError += (_, error) => _errors.Add(error);
        await page.GotoAsync(new Uri(_stack.Front.BaseAddress!, path).ToString());
        await Assertions.Expect(page.Locator("#stream-state")).ToHaveTextAsync("live");
        await Assertions.Expect(page.Locator("#ladder tbody tr").Nth(3)).ToBeVisibleAsync(new() { Timeout = Patience });
        return page;
    }
}
