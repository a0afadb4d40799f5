using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TradingOps.EndToEnd.Tests.Stack;
using TradingOps.EndToEnd.Tests.Streams;

namespace TradingOps.EndToEnd.Tests.Access;

/// <summary>Keys in a file, which change while the front runs.</summary>
public sealed class KeyFileTests(GuardedStack stack) : IClassFixture<GuardedStack>, IDisposable
{
    private static readonly string[] EveryAccount = ["*"];

    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public async Task A_revoked_key_is_refused_and_its_stream_ends_without_restart()
    {
        Write(("desk", GuardedStack.Trader, "trader"), ("watcher", GuardedStack.Viewer, "viewer"));
        var (front, http) = await StartAsync();
        await using var process = front;
        using var client = http;
        using var own = new HttpClient { BaseAddress = http.BaseAddress };
        own.DefaultRequestHeaders.Add("X-Api-Key", GuardedStack.Viewer);
        await using var stream = await EventStream.OpenAsync(own, "types=breaker");
        Write(("desk", GuardedStack.Trader, "trader"), ("new", GuardedStack.Risk, "risk"));
        while (await stream.NextAsync() is not null)
        {
        }
        Assert.Equal(401, await StatusAsync(http, GuardedStack.Viewer));
        Assert.Equal(200, await StatusAsync(http, GuardedStack.Trader));
        Assert.Equal(200, await StatusAsync(http, GuardedStack.Risk));
        await front.UntilWroteAsync("revoked or changed");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"Auth":{"Keys":[null]}}""")]
    [InlineData("""{"Auth":{"RequestsPerSecond":"fast","Keys":[]}}""")]
    [InlineData("""{"Auth":{"Keys":[{"Name":"a b","Sha256":"00","Roles":["king"]}]}}""")]
    public async Task A_file_that_cannot_be_used_leaves_the_keys_before(string content)
    {
        Write(("desk", GuardedStack.Trader, "trader"));
        var (front, http) = await StartAsync();
        await using var process = front;
        using var client = http;
        Replace(content);
        await front.UntilWroteAsync("the keys before stay valid");
        Assert.Equal(200, await StatusAsync(http, GuardedStack.Trader));
        Write(("desk", GuardedStack.Risk, "risk"));
        await Eventually.HoldsAsync(async () => await StatusAsync(http, GuardedStack.Risk) == 200);
        Assert.Equal(401, await StatusAsync(http, GuardedStack.Trader));
    }

    [Theory]
    [InlineData("/nowhere/keys.json", "Auth:KeysFile is '/nowhere/keys.json'")]
    [InlineData("/dev/null", "Auth:KeysFile is '/dev/null': it cannot be read")]
    public async Task A_file_that_cannot_be_used_at_start_is_one_line(string file, string expected)
    {
        await using var front = TradingProcess.Start(
            "Client", "--Urls", "http://127.0.0.1:0", "--Orleans:Gateways", stack.Gateway, "--Auth:KeysFile", file);
        Assert.Equal(1, await front.ExitCodeAsync());
        Assert.StartsWith(expected, front.Errors.Replace("front: ", ""), StringComparison.Ordinal);
        Assert.Single(front.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Guesses_at_keys_are_bounded_by_address_and_probes_are_not()
    {
        Write(("desk", GuardedStack.Trader, "trader"));
        var (front, http) = await StartAsync("--Auth:KeylessRequestsPerSecond", "5");
        await using var process = front;
        using var client = http;
        var guesses = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => StatusAsync(http, $"guess-{i}")));
        Assert.Equal([401, 429], guesses.Distinct().Order());
        var probes = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => http.GetAsync("/health/live")));
        Assert.All(probes, p => Assert.Equal(200, (int)p.StatusCode));
        Assert.Equal(200, await StatusAsync(http, GuardedStack.Trader));
    }

    [Fact]
    public async Task A_batch_counts_by_its_orders_towards_the_rate_of_its_key()
    {
        Write(("desk", GuardedStack.Trader, "trader"));
        var (front, http) = await StartAsync("--Auth:OrdersPerSecond", "1000");
        await using var process = front;
        using var client = http;
        var batch = $"[{string.Join(',', Enumerable.Repeat("""{"symbol":"NOPE","qty":1}""", 900))}]";
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => GuardedStack.SendAsync(
            http, "POST", "/orders/batch", GuardedStack.Trader, batch)));
        Assert.Contains(answers, a => a.Status == 200);
        var refused = answers.First(a => a.Status == 429).Body;
        Assert.Equal("more than 1000 orders per second", refused.GetProperty("detail").GetString());
    }

    public void Dispose() => File.Delete(_file);

    private static async Task<int> StatusAsync(HttpClient http, string key) =>
        (await GuardedStack.SendAsync(http, "GET", "/books/AAPL", key)).Status;

    /// <summary>Never a part of a content, as an editor or a secret store does it.</summary>
    private void Replace(string content)
    {
        File.WriteAllText(_file + ".new", content);
        File.Move(_file + ".new", _file, overwrite: true);
    }

    private void Write(params IEnumerable<(string Name, string Key, string Role)> keys) => Replace(
        JsonSerializer.Serialize(new
        {
            Auth = new
            {
                Keys = keys.Select(k => new
                {
                    k.Name,
                    Sha256 = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(k.Key))),
                    Roles = new[] { k.Role },
                    Accounts = EveryAccount,
                }),
            },
        }));

    private async Task<(TradingProcess Front, HttpClient Http)> StartAsync(params string[] settings)
    {
        var port = Ports.Free(1)[0];
        var front = TradingProcess.Start("Client", ["--Urls", $"http://127.0.0.1:{port}",
            "--Orleans:Gateways", stack.Gateway, "--Auth:KeysFile", _file, .. settings]);
        var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };
        await front.UntilHealthyAsync(http, "/health/ready");
        return (front, http);
    }
}
