using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace TradingOps.EndToEnd.Tests.Stack;

/// <summary>Silos and fronts as real processes on free ports, over a temporary data folder or a database.</summary>
internal sealed class TradingStack : IAsyncDisposable
{
    private const int PortsASilo = 3;
    private const string Loopback = "127.0.0.1";

    // Bounds a hang only.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(120);

    private readonly StackPlan _plan;
    private readonly TestAuthority? _authority;
    private readonly string _owner = ProcessorTimes.FindOwner();
    private readonly int[] _ports;
    private readonly TradingProcess[] _silos;
    private readonly TradingProcess[] _fronts;
    private readonly HttpClient[] _siloHttp;
    private readonly HttpClient[] _frontHttp;

    private TradingStack(StackPlan plan)
    {
        _plan = plan;
        // Beyond the loopback address certificates are required.
        _authority = plan.Network is null ? null : new();
        Folder = plan.Folder ?? Directory.CreateTempSubdirectory("tradingops-").FullName;
        _ports = Ports.Free(PortsASilo * plan.Silos + plan.Fronts);
        _silos = new TradingProcess[plan.Silos];
        _fronts = new TradingProcess[plan.Fronts];
        _siloHttp =
            [.. Enumerable.Range(0, plan.Silos).Select(i => new HttpClient(plan.Network?.HandlerOf(i) ?? new HttpClientHandler())
        {
            BaseAddress = new($"http://{Loopback}:{_ports[PortsASilo * i]}"),
            Timeout = Pace.Scale(Patience),
        })];
        _frontHttp = [.. Enumerable.Range(0, plan.Fronts).Select(i => new HttpClient
        {
            BaseAddress = new($"http://{Loopback}:{_ports[PortsASilo * plan.Silos + i]}"),
            Timeout = Pace.Scale(Patience),
        })];
        foreach (var http in plan.Key is null ? [] : _frontHttp)
            http.DefaultRequestHeaders.Authorization = new("Bearer", plan.Key);
    }

    /// <summary>The data folder.</summary>
    public string Folder { get; }

    /// <summary>Talks to the first front.</summary>
    public HttpClient Front => _frontHttp[0];

    /// <summary>Talks to each front.</summary>
    public IReadOnlyList<HttpClient> Fronts => _frontHttp;

    /// <summary>Talks to the first silo's own pages.</summary>
    public HttpClient SiloHttp => _siloHttp[0];

    /// <summary>Talks to each silo's own pages.</summary>
    public IReadOnlyList<HttpClient> SilosHttp => _siloHttp;

    /// <summary>The first silo that runs, or ran last.</summary>
    public TradingProcess Silo => _silos[0];

    /// <summary>The silos that run, or ran last.</summary>
    public IReadOnlyList<TradingProcess> Silos => _silos;

    /// <summary>The first front that runs, or ran last.</summary>
    public TradingProcess FrontProcess => _fronts[0];

    /// <summary>The fronts that run, or ran last.</summary>
    public IReadOnlyList<TradingProcess> FrontProcesses => _fronts;

    /// <summary>Starts one silo over a folder, and a front.</summary>
    public static Task<TradingStack> StartAsync(string? folder = null, params string[] settings) =>
        StartAsync(new StackPlan { Folder = folder, Settings = settings });

    /// <summary>Starts silos over a database, all at once, and a front.</summary>
    public static Task<TradingStack> StartClusterAsync(string connectionString, int silos, params string[] settings) =>
        StartAsync(new StackPlan { Database = connectionString, Silos = silos, Settings = settings });

    /// <summary>Starts all silos at once, then the fronts, and waits until all are healthy.</summary>
    public static async Task<TradingStack> StartAsync(StackPlan plan)
    {
        var stack = new TradingStack(plan);
        try
        {
            await Task.WhenAll(Enumerable.Range(0, plan.Silos).Select(stack.StartSiloAsync));
            await Task.WhenAll(Enumerable.Range(0, plan.Fronts).Select(stack.StartFrontAsync));
            return stack;
        }
        catch
        {
            await stack.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the first silo and waits until it is healthy.</summary>
    public Task StartSiloAsync() => StartSiloAsync(0);

    /// <summary>The gateways of all silos, as a front's setting.</summary>
    public string Gateways =>
        string.Join(',', Enumerable.Range(0, _silos.Length).Select(i => $"{AddressOf(i)}:{_ports[PortsASilo * i + 2]}"));

    /// <summary>Starts a silo and waits until it is healthy.</summary>
    public async Task StartSiloAsync(int index)
    {
        LaunchSilo(index);
        await _silos[index].UntilHealthyAsync(_siloHttp[index], "/health");
    }

    /// <summary>The silo on which a market was restored last.</summary>
    public int HomeOf(string symbol) => Enumerable.Range(0, _silos.Length).MaxBy(i => _silos[i].Output.Split('\n')
        .LastOrDefault(line => line.Contains($"Restored market \\\"{symbol}\\\" at record", StringComparison.Ordinal)),
            StringComparer.Ordinal);

    /// <summary>SIGKILL to a silo.</summary>
    public async Task KillSiloAsync(int index)
    {
        await _silos[index].KillAsync();
        await _silos[index].DisposeAsync();
    }

    /// <summary>Starts a front and waits until it is healthy and answers an order in time.</summary>
    public async Task StartFrontAsync(int index)
    {
        LaunchFront(index);
        await _fronts[index].UntilHealthyAsync(_frontHttp[index], "/health");
        await Eventually.BecomesAsync(() => PostMalformedOrderAsync(index), status => status != 503);
    }

    /// <summary>
    /// The first order waits until its code is compiled, which can take longer than the timeout of a call on a busy machine. This
    /// order is refused before anything is stored.
    /// </summary>
    private async Task<int> PostMalformedOrderAsync(int front)
    {
        const string OffTick = """{"symbol":"AAPL","account":"warm-up","qty":1,"type":"limit","limit_price":1.001}""";
        using var content = new StringContent(OffTick, Encoding.UTF8, "application/json");
        using var response = await _frontHttp[front].PostAsync("/orders", content);
        return (int)response.StatusCode;
    }

    /// <summary>Waits until every silo and front is healthy, whoever starts them again.</summary>
    public async Task UntilAllHealthyAsync()
    {
        foreach (var http in _siloHttp.Concat(_frontHttp)) await UntilHealthyAsync(http);
    }

    /// <summary>Waits until a silo is healthy, whoever starts it again.</summary>
    public Task UntilSiloHealthyAsync(int index) => UntilHealthyAsync(_siloHttp[index]);

    /// <summary>Starts a front, without waiting for it.</summary>
    public void LaunchFront(int index)
    {
        _fronts[index] = TradingProcess.StartIn(_plan.Command, "Client",
            ["--Urls", _frontHttp[index].BaseAddress!.ToString(), "--Orleans:Gateways", Gateways, .. CertificateOf("front"),
            .. _plan.FrontSettings],
            _owner);
    }

    /// <summary>Starts a silo, without waiting for it.</summary>
    public void LaunchSilo(int index)
    {
        string[] store = _plan.Database is { } database
            ? ["--Storage:Provider", "PostgreSql", "--ConnectionStrings:TradingOps", database] : ["--Storage:Path", Folder];
        _silos[index] =
            TradingProcess.StartIn(_plan.Network?.Enter(index) ?? _plan.Command, _plan.SiloProgram[0], [.. _plan.SiloProgram[1..],
            "--Urls", _siloHttp[index].BaseAddress!.ToString(), "--Simulation:Enabled", "false",
            // Tests trade at prices of their own, far from the reference prices of the catalogue.
            "--Accounts:PriceCollar", "0", .. TradingDay.Settings,
            "--Orleans:Address", AddressOf(index), "--Orleans:SiloPort", $"{_ports[PortsASilo * index + 1]}",
            "--Orleans:GatewayPort", $"{_ports[PortsASilo * index + 2]}", .. CertificateOf("silo"), .. store, .. _plan.Settings],
            _owner);
    }

    private static Task UntilHealthyAsync(HttpClient http) => Eventually.BecomesAsync(
        async () =>
        {
            try
            {
                using var response = await http.GetAsync("/health");
                return await response.Content.ReadAsStringAsync();
            }
            catch (Exception e) when (NoAnswer.Is(e))
            {
                return e.Message;
            }
        },
        health => health.Contains("\"ok\"", StringComparison.Ordinal) && !health.Contains("degraded", StringComparison.Ordinal),
        StartPatience);

    private string[] CertificateOf(string role) => _authority?.SettingsOf($"{role}.tradingops") ?? [];

    private string AddressOf(int silo) => _plan.Network?.AddressOf(silo) ?? Loopback;

    /// <summary>
    /// Sends a request to the first front, with JSON text if there is any, and returns the status and the JSON of the answer.
    /// </summary>
    public async Task<(int Status, JsonElement Body)> SendAsync(HttpMethod method, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await Front.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    public Task<(int Status, JsonElement Body)> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<(int Status, JsonElement Body)> PostAsync(string path, string json) => SendAsync(HttpMethod.Post, path, json);

    public Task<(int Status, JsonElement Body)> PutAsync(string path, string json) => SendAsync(HttpMethod.Put, path, json);

    public Task<(int Status, JsonElement Body)> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    /// <summary>A silo's own health.</summary>
    public async Task<(int Status, JsonElement Body)> SiloHealthAsync(int index = 0)
    {
        using var response = await SilosHttp[index].GetAsync("/health");
        return ((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>The live state hash of every market by symbol, as a silo finds them.</summary>
    public async Task<Dictionary<string, string>> StateHashesAsync(int silo = 0)
    {
        var hashes = await SilosHttp[silo].GetFromJsonAsync<JsonElement>("/state-hashes");
        return hashes.EnumerateArray()
            .ToDictionary(h => h.GetProperty("symbol").GetString()!, h => h.GetProperty("state_hash").GetString()!);
    }

    /// <summary>The state hash of every market by symbol, as <c>silo verify</c> finds it in the database.</summary>
    public async Task<Dictionary<string, string>> VerifiedHashesAsync()
    {
        await using var verify = TradingProcess.Start("Silo", "verify", "--Storage:Provider", "PostgreSql",
            "--ConnectionStrings:TradingOps", _plan.Database!);
        Assert.True(await verify.ExitCodeAsync() == 0, verify.Errors);
        return verify.Output.Split('\n').Select(line => line.Split(' ')).ToDictionary(words => words[0], words => words[2]);
    }

    /// <summary>The warnings and errors that the processes which run now have logged, at most 200 of each.</summary>
    public string DescribeProblems() => string.Join('\n', _silos.Concat(_fronts).SelectMany((process, i) => process.Output
        .Split('\n').Where(IsProblem).TakeLast(200)
        .Select(line => $"{(i < _silos.Length ? "silo" : "front")} {i % _silos.Length}: {line}")));

    private static bool IsProblem(string line) => line.Contains("\"Level\":\"Warning\"", StringComparison.Ordinal)
        || line.Contains("\"Level\":\"Error\"", StringComparison.Ordinal);

    public async ValueTask DisposeAsync()
    {
        // A silo that never started has no process.
        foreach (var process in _fronts.Concat(_silos).OfType<TradingProcess>()) await process.DisposeAsync();
        foreach (var http in _frontHttp.Concat(_siloHttp)) http.Dispose();
        _authority?.Dispose();
        if (_plan.Folder is null) Directory.Delete(Folder, recursive: true);
    }
}
