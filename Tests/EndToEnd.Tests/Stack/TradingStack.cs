using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace TradingOps.EndToEnd.Tests.Stack;

/// <summary>One silo and one front as real processes on free ports, over a temporary data folder.</summary>
internal sealed class TradingStack : IAsyncDisposable
{
    private readonly int[] _ports = Ports.Free(4);
    private readonly string[] _settings;
    private readonly bool _ownsFolder;

    private TradingStack(string? folder, string[] settings)
    {
        _ownsFolder = folder is null;
        Folder = folder ?? Directory.CreateTempSubdirectory("tradingops-").FullName;
        _settings = settings;
        Front = new() { BaseAddress = new($"http://127.0.0.1:{_ports[3]}"), Timeout = TimeSpan.FromSeconds(20) };
        SiloHttp = new() { BaseAddress = new($"http://127.0.0.1:{_ports[2]}"), Timeout = TimeSpan.FromSeconds(20) };
    }

    /// <summary>The data folder.</summary>
    public string Folder { get; }

    /// <summary>Talks to the front.</summary>
    public HttpClient Front { get; }

    /// <summary>Talks to the silo's own pages.</summary>
    public HttpClient SiloHttp { get; }

    /// <summary>The silo that runs, or ran last.</summary>
    public TradingProcess Silo { get; private set; } = null!;

    /// <summary>The front that runs.</summary>
    public TradingProcess FrontProcess { get; private set; } = null!;

    /// <summary>Starts both. Settings go to the silo, as <c>--Key value</c> pairs; without any there is no simulation.</summary>
    public static async Task<TradingStack> StartAsync(string? folder = null, params string[] settings)
    {
        var stack = new TradingStack(folder, settings);
        try
        {
            await stack.StartSiloAsync();
            stack.FrontProcess = TradingProcess.Start(
                "Client", "--Urls", stack.Front.BaseAddress!.ToString(), "--Orleans:Gateways", $"127.0.0.1:{stack._ports[1]}");
            await stack.FrontProcess.UntilHealthyAsync(stack.Front, "/health");
            return stack;
        }
        catch
        {
            await stack.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the silo and waits until it is healthy.</summary>
    public async Task StartSiloAsync()
    {
        Silo = LaunchSilo();
        await Silo.UntilHealthyAsync(SiloHttp, "/health");
    }

    /// <summary>Starts a silo on this stack's ports and folder without waiting.</summary>
    public TradingProcess LaunchSilo() => TradingProcess.Start("Silo", [
        "--Urls", SiloHttp.BaseAddress!.ToString(), "--Storage:Path", Folder, "--Simulation:Enabled", "false",
        "--Orleans:SiloPort", _ports[0].ToString(), "--Orleans:GatewayPort", _ports[1].ToString(), .. _settings]);

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
        if (Silo is not null) await Silo.DisposeAsync();
        Front.Dispose();
        SiloHttp.Dispose();
        if (_ownsFolder) Directory.Delete(Folder, recursive: true);
    }
}
