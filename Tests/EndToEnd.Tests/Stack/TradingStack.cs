using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace TradingOps.EndToEnd.Tests.Stack;

/// <summary>Silos and one front as real processes on free ports, over a temporary data folder or a database.</summary>
internal sealed class TradingStack : IAsyncDisposable
{
    private const int PortsASilo = 3;

    private readonly int[] _ports;
    private readonly string[] _settings;
    private readonly bool _ownsFolder;
    private readonly TradingProcess[] _silos;
    private readonly HttpClient[] _siloHttp;

    private TradingStack(int silos, string? folder, string[] settings)
    {
        _ownsFolder = folder is null;
        Folder = folder ?? Directory.CreateTempSubdirectory("tradingops-").FullName;
        _settings = settings;
        _ports = Ports.Free(PortsASilo * silos + 1);
        _silos = new TradingProcess[silos];
        Front = new() { BaseAddress = new($"http://127.0.0.1:{_ports[^1]}"), Timeout = TimeSpan.FromSeconds(20) };
        _siloHttp = [.. Enumerable.Range(0, silos).Select(i => new HttpClient
        {
            BaseAddress = new($"http://127.0.0.1:{_ports[PortsASilo * i]}"),
            Timeout = TimeSpan.FromSeconds(20),
        })];
    }

    /// <summary>The data folder.</summary>
    public string Folder { get; }

    /// <summary>Talks to the front.</summary>
    public HttpClient Front { get; }

    /// <summary>Talks to the first silo's own pages.</summary>
    public HttpClient SiloHttp => _siloHttp[0];

    /// <summary>The first silo that runs, or ran last.</summary>
    public TradingProcess Silo => _silos[0];

    /// <summary>The front that runs.</summary>
    public TradingProcess FrontProcess { get; private set; } = null!;

    /// <summary>
    /// Starts one silo over a folder, and a front. Settings go to the silo, as <c>--Key value</c> pairs; there is no simulation
    /// unless they say so.
    /// </summary>
    public static Task<TradingStack> StartAsync(string? folder = null, params string[] settings) =>
        StartAsync(1, folder, settings);

    /// <summary>Starts silos over a database, all at once, and a front.</summary>
    public static Task<TradingStack> StartClusterAsync(string connectionString, int silos, params string[] settings) =>
        StartAsync(
        silos, null, ["--Storage:Provider", "PostgreSql", "--ConnectionStrings:TradingOps", connectionString, .. settings]);

    /// <summary>The gateways of all silos, as a front's setting.</summary>
    public string Gateways =>
        string.Join(',', Enumerable.Range(0, _silos.Length).Select(i => $"127.0.0.1:{_ports[PortsASilo * i + 2]}"));

    /// <summary>Starts a silo and waits until it is healthy.</summary>
    public async Task StartSiloAsync(int index = 0)
    {
        _silos[index] = LaunchSilo(index);
        await _silos[index].UntilHealthyAsync(_siloHttp[index], "/health");
    }

    /// <summary>SIGKILL to a silo.</summary>
    public async Task KillSiloAsync(int index)
    {
        await _silos[index].KillAsync();
        await _silos[index].DisposeAsync();
    }

    private static async Task<TradingStack> StartAsync(int silos, string? folder, string[] settings)
    {
        var stack = new TradingStack(silos, folder, settings);
        try
        {
            await Task.WhenAll(Enumerable.Range(0, silos).Select(stack.StartSiloAsync));
            stack.FrontProcess = TradingProcess.Start(
                "Client", "--Urls", stack.Front.BaseAddress!.ToString(), "--Orleans:Gateways", stack.Gateways);
            await stack.FrontProcess.UntilHealthyAsync(stack.Front, "/health");
            return stack;
        }
        catch
        {
            await stack.DisposeAsync();
            throw;
        }
    }

    private TradingProcess LaunchSilo(int index) => TradingProcess.Start("Silo", [
        "--Urls", _siloHttp[index].BaseAddress!.ToString(), "--Storage:Path", Folder, "--Simulation:Enabled", "false",
        "--Orleans:SiloPort", $"{_ports[PortsASilo * index + 1]}", "--Orleans:GatewayPort", $"{_ports[PortsASilo * index + 2]}",
        .. _settings]);

    /// <summary>Sends JSON text and returns the status and the JSON of the answer.</summary>
    public async Task<(int Status, JsonElement Body)> PostAsync(string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await Front.PostAsync(path, content);
        return ((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>The JSON of an answer with its status.</summary>
    public async Task<(int Status, JsonElement Body)> GetAsync(string path)
    {
        using var response = await Front.GetAsync(path);
        return ((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>Deletes and returns the JSON of the answer with its status.</summary>
    public async Task<(int Status, JsonElement Body)> DeleteAsync(string path)
    {
        using var response = await Front.DeleteAsync(path);
        return ((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>The silo's own health.</summary>
    public async Task<(int Status, JsonElement Body)> SiloHealthAsync()
    {
        using var response = await SiloHttp.GetAsync("/health");
        return ((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>The live state hash of every market by symbol.</summary>
    public async Task<Dictionary<string, string>> StateHashesAsync()
    {
        var hashes = await SiloHttp.GetFromJsonAsync<JsonElement>("/state-hashes");
        return hashes.EnumerateArray()
            .ToDictionary(h => h.GetProperty("symbol").GetString()!, h => h.GetProperty("stateHash").GetString()!);
    }

    public async ValueTask DisposeAsync()
    {
        if (FrontProcess is not null) await FrontProcess.DisposeAsync();
        foreach (var silo in _silos)
            if (silo is not null)
                await silo.DisposeAsync();
        Front.Dispose();
        foreach (var http in _siloHttp) http.Dispose();
        if (_ownsFolder) Directory.Delete(Folder, recursive: true);
    }
}
