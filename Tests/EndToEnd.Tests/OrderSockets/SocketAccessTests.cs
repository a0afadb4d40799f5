using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TradingOps.EndToEnd.Tests.Access;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.OrderSockets;

/// <summary>Who may send orders over <c>/ws</c>, where keys are required.</summary>
public sealed class SocketAccessTests(GuardedStack stack) : IClassFixture<GuardedStack>
{
    private static readonly string Order = OrderConnection.Resting("desk-1", "AAPL");

    [Fact]
    public async Task A_message_needs_the_role_and_the_account()
    {
        await using var viewer = await OpenAsync(GuardedStack.Viewer);
        var (status, answer) = await viewer.SubmitAsync(1, Order);
        Assert.Equal((403, "role_required"), (status, CodeOf(answer)));
        var (_, overHttp) = await GuardedStack.SendAsync(stack.Front, "POST", "/orders", GuardedStack.Viewer, Order);
        Assert.Equal(overHttp.GetProperty("detail").GetString(), answer.GetProperty("problem").GetProperty("detail").GetString());

        await using var trader = await OpenAsync(GuardedStack.Trader);
        (status, answer) = await trader.SubmitAsync(1, OrderConnection.Resting("desk-2", "AAPL"));
        Assert.Equal((403, "account_forbidden"), (status, CodeOf(answer)));
        (status, answer) = await trader.AskAsync(2, """
            "op":"cancel_all","account":"desk-2"
            """);
        Assert.Equal((403, "account_forbidden"), (status, CodeOf(answer)));
        Assert.Equal(404, (await trader.AskAsync(3, """
            "op":"cancel","order_id":"AAPL-999999"
            """)).Status);
        Assert.Equal(201, (await trader.SubmitAsync(4, Order)).Status);
    }

    [Fact]
    public async Task An_order_is_recorded_with_the_key_and_whom_it_acts_for()
    {
        await using var socket = await OrderConnection.OpenAsync(
            stack.Front, "", ("X-Api-Key", GuardedStack.Trader), ("X-On-Behalf-Of", "jane@desk"));
        var (status, answer) = await socket.SubmitAsync(1, Order);
        Assert.Equal(201, status);
        var id = answer.GetProperty("order").GetProperty("id").GetString()!;
        var (_, trail) = await GuardedStack.SendAsync(
            stack.Front, "GET", "/audit-trail?account=desk-1&limit=1000", GuardedStack.Admin);
        var entry = trail.EnumerateArray().Single(e => e.TryGetProperty("order", out var order)
            && order.ValueKind == JsonValueKind.Object && order.GetProperty("id").GetString() == id);
        Assert.Equal(("desk", "jane@desk", "127.0.0.1"), (Text("who"), Text("on_behalf_of"), Text("address")));

        string? Text(string field) => entry.GetProperty(field).GetString();
    }

    [Fact]
    public async Task Messages_count_towards_the_orders_of_a_key()
    {
        var (front, http, file) = await StartAsync(GuardedStack.Trader, "--Auth:OrdersPerSecond", "1000");
        await using var process = front;
        using var client = http;
        await using var socket = await OrderConnection.OpenAsync(http, "", ("X-Api-Key", GuardedStack.Trader));
        var batch = $"[{string.Join(',', Enumerable.Repeat("""{"symbol":"NOPE","qty":1}""", 1000))}]";
        // What is left of a second's orders depends on the machine: asked for until there are none.
        await Eventually.HoldsAsync(async () =>
        {
            await GuardedStack.SendAsync(http, "POST", "/orders/batch", GuardedStack.Trader, batch);
            var (status, answer) = await socket.AskAsync(1, """
                "op":"cancel","order_id":"AAPL-999999"
                """);
            return status == 429 && answer.GetProperty("problem").GetProperty("detail").GetString()
                == "more than 1000 orders per second";
        });
        File.Delete(file);
    }

    [Fact]
    public async Task A_revoked_key_ends_its_connection_and_cancels_what_it_entered()
    {
        var (front, http, file) = await StartAsync(GuardedStack.Trader);
        await using var process = front;
        using var client = http;
        await using var socket = await OrderConnection.OpenAsync(
            http, "?cancel_on_disconnect=true", ("X-Api-Key", GuardedStack.Trader));
        var (status, answer) = await socket.SubmitAsync(1, OrderConnection.Resting("desk-1", "MSFT"));
        Assert.Equal(201, status);
        var id = answer.GetProperty("order").GetProperty("id").GetString()!;
        Write(file, GuardedStack.Risk);
        await socket.UntilOverAsync();
        await Eventually.BecomesAsync(
            async () => (await GuardedStack.SendAsync(stack.Front, "GET", $"/orders/{id}", GuardedStack.Admin)).Body
                .GetProperty("status").GetString(),
            order => order == "canceled");
        File.Delete(file);
    }

    private Task<OrderConnection> OpenAsync(string key) => OrderConnection.OpenAsync(stack.Front, "", ("X-Api-Key", key));

    private static string? CodeOf(JsonElement answer) => answer.GetProperty("problem").GetProperty("code").GetString();

    private static void Write(string file, string key)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        File.WriteAllText(file + ".new", $$$"""
            {"Auth":{"Keys":[{"Name":"desk","Sha256":"{{{hash}}}","Roles":["trader"],"Accounts":["*"]}]}}
            """);
        File.Move(file + ".new", file, overwrite: true);
    }

    /// <summary>A front of its own with one key, in a file.</summary>
    private async Task<(TradingProcess Front, HttpClient Http, string File)> StartAsync(string key, params string[] settings)
    {
        var file = Path.GetTempFileName();
        Write(file, key);
        var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{Ports.Free(1)[0]}") };
        var front = TradingProcess.Start("Client", ["--Urls", http.BaseAddress.ToString(), "--Orleans:Gateways", stack.Gateway,
            "--Auth:KeysFile", file, .. settings]);
        await front.UntilHealthyAsync(http, "/health/ready");
        return (front, http, file);
    }
}
