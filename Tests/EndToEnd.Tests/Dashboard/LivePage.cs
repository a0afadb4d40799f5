using Microsoft.Playwright;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Dashboard;

/// <summary>The live page of a front over a simulated market, in a real browser.</summary>
public sealed class LivePage : IAsyncLifetime
{
    /// <summary>In milliseconds, of whatever the page is to show.</summary>
    private const int Patience = 60_000;

    private static readonly string[] Browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    /// <summary>The front and the silo behind it.</summary>
    internal TradingStack Stack { get; private set; } = null!;

    /// <summary>What the page has written to the browser's console as errors, or thrown.</summary>
    public List<string> Errors { get; } = [];

    public async Task InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        Stack = await TradingStack.StartAsync(
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
        await Stack.DisposeAsync();
    }

    /// <summary>Opens the page and waits until it is live and shows the book.</summary>
    public async Task<IPage> OpenAsync(int width, int height, ColorScheme colours, string path = "/")
    {
        var page =
            await _browser.NewPageAsync(new() { ViewportSize = new() { Width = width, Height = height }, ColorScheme = colours });
        page.Console += (_, message) =>
        {
            if (message.Type == "error") Errors.Add(message.Text);
        };
        page.PageError += (_, error) => Errors.Add(error);
        await page.GotoAsync(new Uri(Stack.Front.BaseAddress!, path).ToString());
        await Assertions.Expect(page.Locator("#stream-state")).ToHaveTextAsync("live");
        await Assertions.Expect(page.Locator("#ladder tbody tr").Nth(3)).ToBeVisibleAsync(new() { Timeout = Patience });
        return page;
    }
}
