using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Faults;

/// <summary>A silo whose grain calls and timers throw when asked to, a front, and ids for the rows of the endpoints.</summary>
public sealed class ThrowingStack : IAsyncLifetime, IDisposable
{
    private readonly MockKafka _kafka = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tradingops-switch-");
    private readonly Dictionary<string, string> _ids = [];

    internal TradingStack Stack { get; private set; } = null!;

    private string Switch => Path.Combine(_folder.FullName, "switch");

    public async Task InitializeAsync()
    {
        Stack = await TradingStack.StartAsync(new StackPlan
        {
            SiloProgram = ["Tests/FaultySilo", "throwing"],
            // Every grain has its timers: those of the simulated market and of what publishes to Kafka too.
            Settings =
            [
                "--FaultySilo:Switch", Switch, "--Simulation:Enabled", "true", "--Kafka:BootstrapServers", _kafka.Servers,
            ],
        });
        _ids["order"] = (await PlaceAsync(""" "type":"limit","limit_price":100,"qty":5,"client_order_id":"rests" """))
            .GetProperty("id").GetString()!;
        var filled = await PlaceAsync(""" "qty":100 """);
        _ids["trade"] = filled.GetProperty("execution").GetProperty("fills")[0].GetProperty("trade_id").GetString()!;
        var (_, incident) = await Stack.PostAsync("/incidents", """{"severity":"SEV4","title":"drill"}""");
        _ids["incident"] = incident.GetProperty("id").GetString()!;
    }

    public async Task DisposeAsync()
    {
        await Stack.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    public void Dispose() => _kafka.Dispose();

    /// <summary>Asks for a failure from now on; null ends it.</summary>
    internal async Task AskAsync(string? failure)
    {
        if (failure is null)
        {
            File.Delete(Switch);
            return;
        }
        await File.WriteAllTextAsync(Switch + ".new", failure);
        // A reader finds the whole text or none.
        File.Move(Switch + ".new", Switch, overwrite: true);
    }

    /// <summary>The names of what happened, in order: calls of the front, what threw, which timers there are.</summary>
    internal async Task<string[]> RecordedAsync(string kind)
    {
        using var log = new StreamReader(new FileStream(
            Switch + ".log", FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        // Of a line that is being written, the part is no line yet.
        var lines = (await log.ReadToEndAsync()).Split('\n')[..^1];
        var prefix = kind + " ";
        return [.. from line in lines where line.StartsWith(prefix, StringComparison.Ordinal) select line[prefix.Length..]];
    }

    /// <summary>Sends the request of a row; a stream is not read.</summary>
    internal async Task<(int Status, string? Code)> SendAsync(EndpointRow row)
    {
        using var request = new HttpRequestMessage(row.Method, Fill(row.Path));
        if (row.Body is not null) request.Content = new StringContent(Fill(row.Body), Encoding.UTF8, "application/json");
        using var answer = await Stack.Front.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var body = answer.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true
            ? await answer.Content.ReadFromJsonAsync<JsonElement>() : default;
        if (!answer.IsSuccessStatusCode) return ((int)answer.StatusCode, CodeOf(body));
        // Each order of a batch has an answer of its own.
        return body.ValueKind == JsonValueKind.Array && body.GetArrayLength() > 0 && CodeOf(body[0]) is { } code
            ? (body[0].GetProperty("status").GetInt32(), code) : ((int)answer.StatusCode, null);
    }

    /// <summary>The code of a problem, or of an answer that holds one.</summary>
    private static string? CodeOf(JsonElement answer) =>
        answer.ValueKind != JsonValueKind.Object ? null
        : answer.TryGetProperty("code", out var code) ? code.GetString()
        : answer.TryGetProperty("problem", out var problem) ? CodeOf(problem) : null;

    private async Task<JsonElement> PlaceAsync(string fields)
    {
        var (status, order) = await Stack.PostAsync("/orders", $$"""{"symbol":"AAPL",{{fields}}}""");
        Assert.True(status is 200 or 201, $"{status} {order}");
        return order;
    }

    private string Fill(string text) =>
        _ids.Aggregate(text, (filled, id) => filled.Replace($"{{{id.Key}}}", id.Value, StringComparison.Ordinal));
}
