using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Access;

/// <summary>A silo and a front that ask for keys.</summary>
public sealed class GuardedStack : IAsyncLifetime
{
    internal const string Viewer = "viewer-key-0123456789";
    internal const string Trader = "trader-key-0123456789";
    internal const string Risk = "risk-key-0123456789";
    internal const string Admin = "admin-key-0123456789";

    /// <summary>Has the role risk, for one account.</summary>
    internal const string OwnRisk = "own-risk-key-0123456789";

    /// <summary>May send two requests a second on a front of its own.</summary>
    internal static readonly string[] Keys = [Viewer, Trader, Risk, Admin, OwnRisk];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tradingops-access-");
    private readonly List<TradingProcess> _processes = [];

    internal HttpClient Front { get; private set; } = null!;

    internal HttpClient Silo { get; private set; } = null!;

    /// <summary>The silo's gateway, as the setting of another front.</summary>
    internal string Gateway { get; private set; } = null!;

    /// <summary>All that silo and front wrote.</summary>
    internal string Output => string.Join('\n', _processes.Select(p => p.Output + p.Errors));

    /// <summary>The configuration of a key.</summary>
    internal static string[] Configure(int place, string name, string key, string[] roles, params string[] accounts) =>
    [
        $"--Auth:Keys:{place}:Name", name,
        $"--Auth:Keys:{place}:Sha256", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))),
        .. roles.SelectMany((role, i) => new[] { $"--Auth:Keys:{place}:Roles:{i}", role }),
        .. accounts.SelectMany((account, i) => new[] { $"--Auth:Keys:{place}:Accounts:{i}", account }),
    ];

    public async Task InitializeAsync()
    {
        var ports = Ports.Free(4);
        string[] keys =
        [
            .. Configure(0, "watcher", Viewer, ["viewer"], "desk-1", "desk-8"),
            .. Configure(1, "desk", Trader, ["trader"], "desk-1"),
            .. Configure(2, "risk-desk", Risk, ["risk"], "*"),
            .. Configure(3, "ops", Admin, ["admin"], "*"),
            .. Configure(4, "desk-risk", OwnRisk, ["risk"], "desk-1"),
        ];
        Gateway = $"127.0.0.1:{ports[2]}";
        Silo = new() { BaseAddress = new($"http://127.0.0.1:{ports[0]}") };
        Front = new() { BaseAddress = new($"http://127.0.0.1:{ports[3]}") };
        // On all addresses, which is refused without keys.
        var silo = TradingProcess.Start("Silo", ["--Urls", $"http://*:{ports[0]}", "--Storage:Path", _folder.FullName,
            "--Simulation:Enabled", "false", "--Orleans:SiloPort", $"{ports[1]}", "--Orleans:GatewayPort", $"{ports[2]}",
            .. TradingDay.Settings, .. keys]);
        _processes.Add(silo);
        await silo.UntilHealthyAsync(Silo, "/health/ready");
        var front = TradingProcess.Start(
            "Client", ["--Urls", $"http://*:{ports[3]}", "--Orleans:Gateways", Gateway,
            // Tests ask every endpoint without a key, in a moment where the machine is fast.
            "--Auth:KeylessRequestsPerSecond", "10000", .. keys]);
        _processes.Add(front);
        await front.UntilHealthyAsync(Front, "/health/ready");
    }

    public async Task DisposeAsync()
    {
        foreach (var process in _processes) await process.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>Asks the front with a key, or without one.</summary>
    internal static async Task<(int Status, JsonElement Body)> SendAsync(
        HttpClient http, string method, string path, string? key, string? json = null)
    {
        using var request = new HttpRequestMessage(new(method), path);
        if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        // A body that is refused for its length is not read: it is not to be under way when the connection is closed.
        if (json?.Length > 1_000_000) request.Headers.ExpectContinue = true;
        using var response = await http.SendAsync(request);
        var isJson = response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
        return ((int)response.StatusCode, isJson ? await response.Content.ReadFromJsonAsync<JsonElement>() : default);
    }
}
