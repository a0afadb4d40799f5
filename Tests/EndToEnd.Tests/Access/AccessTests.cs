using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using TradingOps.EndToEnd.Tests.Stack;
using TradingOps.EndToEnd.Tests.Streams;

namespace TradingOps.EndToEnd.Tests.Access;

/// <summary>Keys, roles and accounts.</summary>
public sealed class AccessTests(GuardedStack stack) : IClassFixture<GuardedStack>
{
    private const string Order =
        """{"symbol":"AAPL","account":"desk-1","type":"limit","limit_price":10,"qty":1,"time_in_force":"gtc"}""";

    private const string Backup = """{"path":"relative"}""";

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("wrong")]
    [InlineData("viewer-key-012345678")]
    [InlineData("viewer-key-01234567890")]
    public async Task Without_a_valid_key_nothing_is_shown(string? key)
    {
        foreach (var path in new[] { "/orders", "/orders/AAPL-1", "/books/AAPL", "/accounts/desk-1", "/breakers/firm", "/health",
            "/metrics", "/nowhere", "/stream", "/ws" })
        {
            var (status, problem) = await GuardedStack.SendAsync(stack.Front, "GET", path, key);
            Assert.Equal((401, "unauthenticated"), (status, problem.GetProperty("code").GetString()));
        }
        Assert.Equal(401, (await GuardedStack.SendAsync(stack.Front, "POST", "/orders", key, Order)).Status);
        foreach (var path in new[] { "/orleans", "/metrics", "/health", "/state-hashes" })
            Assert.Equal(401, (await GuardedStack.SendAsync(stack.Silo, "GET", path, key)).Status);
        Assert.Equal(401, (await GuardedStack.SendAsync(stack.Silo, "POST", "/backup", key, Backup)).Status);
    }

    [Theory]
    [InlineData(GuardedStack.Viewer)]
    [InlineData(GuardedStack.Trader)]
    [InlineData(GuardedStack.Risk)]
    public async Task A_backup_needs_the_role_admin(string key)
    {
        var (status, problem) = await GuardedStack.SendAsync(stack.Silo, "POST", "/backup", key, Backup);
        Assert.Equal((403, "role_required"), (status, problem.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Probes_need_no_key_and_show_the_status_only()
    {
        foreach (var http in new[] { stack.Front, stack.Silo })
        {
            Assert.Equal("""{"status":"ok"}""", await http.GetStringAsync("/health/live"));
            Assert.Equal("""{"status":"ok"}""", await http.GetStringAsync("/health/ready"));
        }
    }

    [Theory]
    [InlineData("POST", "/orders", GuardedStack.Viewer, 403, "role_required")]
    [InlineData("POST", "/orders", GuardedStack.Risk, 403, "role_required")]
    [InlineData("POST", "/orders", GuardedStack.Trader, 201, null)]
    [InlineData("POST", "/orders", GuardedStack.Admin, 201, null)]
    [InlineData("POST", "/breakers/firm/trip", GuardedStack.Trader, 403, "role_required")]
    [InlineData("POST", "/books/AAPL/clock", GuardedStack.Risk, 403, "role_required")]
    [InlineData("POST", "/breakers/firm/trip", GuardedStack.Viewer, 403, "role_required")]
    [InlineData("DELETE", "/orders/AAPL-1", GuardedStack.Viewer, 403, "role_required")]
    public async Task A_request_needs_its_role(string method, string path, string key, int status, string? code)
    {
        var (actual, body) = await GuardedStack.SendAsync(stack.Front, method, path, key, method == "POST" ? Order : null);
        Assert.Equal(status, actual);
        if (code is not null) Assert.Equal(code, body.GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_key_sees_and_touches_no_account_but_its_own()
    {
        var foreign = Order.Replace("desk-1", "desk-2", StringComparison.Ordinal);
        var (_, order) = await GuardedStack.SendAsync(stack.Front, "POST", "/orders", GuardedStack.Admin, foreign);
        var id = order.GetProperty("id").GetString();
        foreach (var (method, path) in new[]
        {
            ("GET", $"/orders/{id}"), ("DELETE", $"/orders/{id}"), ("GET", "/orders?account=desk-2"), ("GET", "/orders"),
            ("GET", "/accounts/desk-2"), ("GET", "/accounts/desk-2/positions"), ("GET", "/stream?account=desk-1,desk-2"),
            ("GET", "/stream"), ("GET", "/firm"), ("GET", "/trades?symbol=AAPL&tag=theirs"),
        })
        {
            var (status, problem) = await GuardedStack.SendAsync(stack.Front, method, path, GuardedStack.Trader);
            Assert.Equal((403, "account_forbidden"), (status, problem.GetProperty("code").GetString()));
            // Whose order it is, is for those who may know.
            if (!path.Contains("desk-2", StringComparison.Ordinal))
                Assert.DoesNotContain("desk-2", problem.GetRawText(), StringComparison.Ordinal);
        }
        Assert.Equal(403, (await GuardedStack.SendAsync(stack.Front, "POST", "/orders", GuardedStack.Trader, foreign)).Status);
        var (_, batch) = await GuardedStack.SendAsync(
            stack.Front, "POST", "/orders/batch", GuardedStack.Trader, $"[{Order},{foreign}]");
        Assert.Equal([201, 403], batch.EnumerateArray().Select(a => a.GetProperty("status").GetInt32()));
        var (_, stored) = await GuardedStack.SendAsync(stack.Front, "GET", $"/orders/{id}", GuardedStack.Admin);
        Assert.Equal("accepted", stored.GetProperty("status").GetString());
    }

    [Fact]
    public async Task The_audit_trail_names_key_address_and_whom_it_acts_for()
    {
        const string Whole = "/audit-trail?account=desk-1&symbol=MSFT";
        using var request = new HttpRequestMessage(HttpMethod.Post, "/orders");
        request.Headers.Authorization = new("Bearer", GuardedStack.Trader);
        request.Headers.Add("X-On-Behalf-Of", "ann@desk");
        request.Content = new StringContent(Order.Replace("AAPL", "MSFT"), Encoding.UTF8, "application/json");
        using var sent = await stack.Front.SendAsync(request);
        Assert.Equal(201, (int)sent.StatusCode);
        var id = (await sent.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        var (canceled, _) = await GuardedStack.SendAsync(stack.Front, "DELETE", $"/orders/{id}", GuardedStack.Admin);
        Assert.Equal(200, canceled);
        var (status, trail) = await GuardedStack.SendAsync(stack.Front, "GET", Whole, GuardedStack.Risk);
        Assert.Equal(200, status);
        Assert.Equal(
            [("order_accepted", "desk", "ann@desk"), ("order_canceled", "ops", null)],
            trail.EnumerateArray().Where(e => e.GetProperty("order").GetProperty("id").GetString() == id)
                .Select(e => (Text(e, "event"), Text(e, "who"), Text(e, "on_behalf_of"))));
        Assert.All(trail.EnumerateArray(), e => Assert.Equal("127.0.0.1", Text(e, "address")));
        var (_, page) = await GuardedStack.SendAsync(stack.Front, "GET", Whole + "&limit=1", GuardedStack.Risk);
        Assert.Equal(1, page.GetArrayLength());

        static string? Text(JsonElement entry, string field) => entry.GetProperty(field).GetString();
    }

    [Theory]
    [InlineData("account=desk-1", GuardedStack.Trader, 403, "role_required")]
    [InlineData("account=desk-2", GuardedStack.OwnRisk, 403, "account_forbidden")]
    [InlineData("symbol=MSFT", GuardedStack.OwnRisk, 403, "account_forbidden")]
    [InlineData("", GuardedStack.Risk, 400, "missing_field")]
    [InlineData("account=desk-1&from=yesterday", GuardedStack.Risk, 400, "invalid_time")]
    [InlineData("account=desk-1&from=2026-01-02&to=2026-01-01", GuardedStack.Risk, 400, "invalid_time")]
    [InlineData("account=desk-1&after=x", GuardedStack.Risk, 400, "invalid_before")]
    [InlineData("account=desk-1&limit=0", GuardedStack.Risk, 400, "invalid_limit")]
    [InlineData("symbol=NOPE", GuardedStack.Risk, 404, "unknown_symbol")]
    public async Task A_wrong_question_to_the_audit_trail_is_refused(string query, string key, int status, string code)
    {
        var (actual, problem) = await GuardedStack.SendAsync(stack.Front, "GET", $"/audit-trail?{query}", key);
        Assert.Equal((status, code), (actual, problem.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task A_name_to_act_for_that_is_no_name_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/orders");
        request.Headers.Authorization = new("Bearer", GuardedStack.Trader);
        request.Headers.Add("X-On-Behalf-Of", "ann at desk");
        request.Content = new StringContent(Order, Encoding.UTF8, "application/json");
        using var refused = await stack.Front.SendAsync(request);
        var problem = await refused.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((400, "invalid_on_behalf_of"), ((int)refused.StatusCode, problem.GetProperty("code").GetString()));
        Assert.Contains("'ann at desk'", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_shows_no_breaker_of_a_foreign_account()
    {
        const string Reason = """{"reason":"drill"}""";
        string[] tripped = ["account:desk-8", "account:desk-9", "symbol:SPY"];
        foreach (var account in new[] { "desk-8", "desk-9" })
            await GuardedStack.SendAsync(stack.Front, "PUT", $"/accounts/{account}", GuardedStack.Admin, """{"cash":1000}""");
        foreach (var scope in tripped)
        {
            var (status, _) = await GuardedStack.SendAsync(
                stack.Front, "POST", $"/breakers/{scope}/trip", GuardedStack.Risk, Reason);
            Assert.Equal(200, status);
        }
        foreach (var (key, expected) in new[]
        {
            (GuardedStack.Risk, tripped), (GuardedStack.Viewer, ["account:desk-8", "symbol:SPY"]),
        })
        {
            await Eventually.HoldsAsync(async () => (await GuardedStack.SendAsync(stack.Front, "GET", "/breakers", key)).Body
                .EnumerateArray().Select(b => b.GetProperty("scope").GetString()).ToHashSet().IsSupersetOf(expected));
            using var http = new HttpClient { BaseAddress = stack.Front.BaseAddress };
            http.DefaultRequestHeaders.Add("X-Api-Key", key);
            await using var stream = await EventStream.OpenAsync(http, "types=breaker");
            // What stands comes before what changes.
            var (_, firm) = await GuardedStack.SendAsync(
                stack.Front, "POST", "/breakers/firm/trip", GuardedStack.Risk, Reason);
            var seen = new SortedSet<string>(StringComparer.Ordinal);
            await stream.NextAsync("breaker", b =>
            {
                var scope = b.GetProperty("scope").GetString()!;
                seen.Add(scope);
                return scope == "firm" && b.GetProperty("sequence").GetInt64() == firm.GetProperty("sequence").GetInt64();
            });
            Assert.Equal(expected.Append("firm").Order(StringComparer.Ordinal), seen);
            var (reset, _) = await GuardedStack.SendAsync(
                stack.Front, "POST", "/breakers/firm/reset", GuardedStack.Risk, Reason);
            Assert.Equal(200, reset);
        }
        await GuardedStack.SendAsync(stack.Front, "POST", "/breakers/symbol:SPY/reset", GuardedStack.Risk, Reason);
    }

    [Fact]
    public async Task A_stream_of_all_positions_shows_a_keys_own_accounts_only()
    {
        foreach (var account in new[] { "desk-9", "desk-8" })
            await GuardedStack.SendAsync(stack.Front, "PUT", $"/accounts/{account}", GuardedStack.Admin, """{"cash":1000}""");
        await UntilToldAsync(GuardedStack.Admin, "desk-9");
        Assert.DoesNotContain("desk-9", await UntilToldAsync(GuardedStack.Viewer, "desk-8"));

        async Task<HashSet<string>> UntilToldAsync(string key, string account)
        {
            using var http = new HttpClient { BaseAddress = stack.Front.BaseAddress };
            http.DefaultRequestHeaders.Add("X-Api-Key", key);
            await using var events = await EventStream.OpenAsync(http, "types=position");
            var seen = new HashSet<string>();
            await events.NextAsync("account", a =>
            {
                seen.Add(a.GetProperty("account").GetString()!);
                return seen.Contains(account);
            });
            return seen;
        }
    }

    [Fact]
    public async Task Either_header_carries_a_key_and_the_dashboard_accepts_a_password()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/orders?account=desk-1");
        request.Headers.Add("X-Api-Key", GuardedStack.Viewer);
        Assert.Equal(200, (int)(await stack.Front.SendAsync(request)).StatusCode);
        var basic = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("anybody:" + GuardedStack.Viewer)));
        using var dashboard = new HttpRequestMessage(HttpMethod.Get, "/orleans/") { Headers = { Authorization = basic } };
        Assert.Equal(200, (int)(await stack.Silo.SendAsync(dashboard)).StatusCode);
        using var front =
            new HttpRequestMessage(HttpMethod.Get, "/orders?account=desk-1") { Headers = { Authorization = basic } };
        Assert.Equal(401, (int)(await stack.Front.SendAsync(front)).StatusCode);
    }

    [Fact]
    public async Task A_trip_records_the_name_of_the_key()
    {
        const string Reason = """{"reason":"drill"}""";
        var (_, tripped) = await GuardedStack.SendAsync(stack.Front, "POST", "/breakers/firm/trip", GuardedStack.Risk, Reason);
        Assert.Equal("risk-desk", tripped.GetProperty("who").GetString());
        await GuardedStack.SendAsync(stack.Front, "POST", "/breakers/firm/reset", GuardedStack.Risk, Reason);
    }

    [Fact]
    public async Task Answers_carry_the_headers_that_browsers_need()
    {
        using var response = await stack.Front.GetAsync("/orders");
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("DENY", Assert.Single(response.Headers.GetValues("X-Frame-Options")));
        Assert.Contains("default-src 'self'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
        Assert.False(response.Headers.Contains("Server"));
    }

    [Fact]
    public async Task No_key_is_in_a_log_or_a_metric()
    {
        await GuardedStack.SendAsync(stack.Front, "GET", "/orders", "wrong-key-that-was-sent");
        foreach (var key in GuardedStack.Keys)
            await GuardedStack.SendAsync(stack.Front, "GET", "/orders?account=desk-1", key);
        string[] told = [stack.Output, await MetricsAsync(stack.Front), await MetricsAsync(stack.Silo)];
        foreach (var text in told)
            foreach (var key in GuardedStack.Keys.Append("wrong-key-that-was-sent"))
                Assert.DoesNotContain(key, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Client", "--Urls", "http://0.0.0.0:{0}", "Urls")]
    [InlineData("Client", "--Kestrel:Endpoints:Public:Url", "http://0.0.0.0:{0}", "Kestrel:Endpoints:Public:Url")]
    [InlineData("Silo", "--Urls", "http://*:{0}", "Urls")]
    [InlineData("Client", "--Auth:Keys:0:Name", "someone", "Auth:Keys:0:Sha256")]
    [InlineData("Client", "--Auth:Keys:0:Secret", "a-real-secret", "Auth:Keys:0:Secret")]
    [InlineData("Client", "--Auth:Keys:0:Roles:0", "king", "king")]
    [InlineData("Client", "--Limits:BodyBytes", "3", "Limits:BodyBytes")]
    public async Task A_process_open_to_the_network_without_keys_does_not_start(
        string process, string key, string value, string expected)
    {
        var folder = Directory.CreateTempSubdirectory("tradingops-");
        await using var started = TradingProcess.Start(
            process, "--Storage:Path", folder.FullName, key, string.Format(value, Ports.Free(1)[0]));
        Assert.Equal(1, await started.ExitCodeAsync());
        Assert.Contains(expected, Assert.Single(started.Errors.Split('\n')), StringComparison.Ordinal);
        Assert.DoesNotContain("a-real-secret", started.Errors, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("desk", "Desk", "one", "two")]
    [InlineData("desk", "other", "one", "one")]
    public async Task Two_keys_of_one_name_or_one_value_are_refused(string name, string second, string key, string secondKey)
    {
        await using var front = TradingProcess.Start("Client", [.. GuardedStack.Configure(0, name, key, ["viewer"], "*"),
            .. GuardedStack.Configure(1, second, secondKey, ["viewer"], "*")]);
        Assert.Equal(1, await front.ExitCodeAsync());
        Assert.Contains("Auth:Keys is 'a list of 2': every key must have a name and a hash that no other key has",
            Assert.Single(front.Errors.Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reason_cannot_disguise_what_it_says()
    {
        var (status, view) = await GuardedStack.SendAsync(stack.Front, "POST", "/breakers/symbol:TSLA/trip", GuardedStack.Risk,
            """{"reason":" ok\u202e\u0000by\nadmin\u200b "}""");
        Assert.Equal((200, "ok by admin"), (status, view.GetProperty("reason").GetString()));
        await GuardedStack.SendAsync(
            stack.Front, "POST", "/breakers/symbol:TSLA/reset", GuardedStack.Risk, """{"reason":"over"}""");
        (status, var problem) = await GuardedStack.SendAsync(
            stack.Front, "POST", "/breakers/symbol:TSLA/trip", GuardedStack.Risk, """{"reason":"\u202e\u0007"}""");
        Assert.Equal((400, "invalid_reason"), (status, problem.GetProperty("code").GetString()));
        (status, view) = await GuardedStack.SendAsync(stack.Front, "POST", "/incidents", GuardedStack.Trader,
            """{"severity":"SEV4","title":"a\u2066b\tc","detail":"x\u202dy"}""");
        Assert.Equal((201, "ab c", "xy"),
            (status, view.GetProperty("title").GetString(), view.GetProperty("detail").GetString()));
    }

    [Fact]
    public async Task Beyond_its_rate_a_key_is_refused_until_the_next_second()
    {
        var port = Ports.Free(1)[0];
        await using var front = TradingProcess.Start("Client", ["--Urls", $"http://127.0.0.1:{port}",
            "--Auth:RequestsPerSecond", "2", .. GuardedStack.Configure(0, "desk", GuardedStack.Trader, ["trader"], "*")]);
        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };
        await front.UntilHealthyAsync(http, "/health/live");
        using var refused = await Eventually.BecomesAsync(
            async () =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, "/nowhere");
                request.Headers.Add("X-Api-Key", GuardedStack.Trader);
                return await http.SendAsync(request);
            },
            response => (int)response.StatusCode == 429);
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter!.Delta);
        Assert.Contains("rate_limited", await refused.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Without_keys_only_its_own_name_and_its_own_pages_are_answered()
    {
        var ports = Ports.Free(2);
        var port = ports[0];
        await using var front = TradingProcess.Start(
            "Client", "--Urls", $"http://127.0.0.1:{port}", "--Orleans:Gateways", $"127.0.0.1:{ports[1]}");
        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };
        await front.UntilHealthyAsync(http, "/health/live");
        using var renamed = new HttpRequestMessage(HttpMethod.Get, "/health/live") { Headers = { Host = "evil.example" } };
        Assert.Equal(403, (int)(await http.SendAsync(renamed)).StatusCode);
        var origins = new[] { ("https://evil.example", 403), ("null", 403), ($"http://127.0.0.1:{port}", 503) };
        foreach (var (origin, status) in origins)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/accounts/demo/start-of-day")
            {
                Content = JsonContent.Create(new { reason = "drill" }),
            };
            request.Headers.Add("Origin", origin);
            Assert.Equal(status, (int)(await http.SendAsync(request)).StatusCode);
        }
    }

    [Fact]
    public async Task A_key_of_some_accounts_stops_these_and_not_everybody()
    {
        var port = Ports.Free(1)[0];
        await using var front = TradingProcess.Start("Client", ["--Urls", $"http://127.0.0.1:{port}",
            "--Orleans:Gateways", stack.Gateway,
                .. GuardedStack.Configure(0, "desk-risk", GuardedStack.Risk, ["risk"], "desk-1")]);
        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };
        await front.UntilHealthyAsync(http, "/health/ready");
        foreach (var (path, status) in new[]
        {
            ("/breakers/firm/kill", 403), ("/breakers/symbol:SPY/trip", 403), ("/breakers/account:desk-2/trip", 403),
            ("/breakers/account:nobody-yet/trip", 403),
        })
            Assert.Equal(status, (await GuardedStack.SendAsync(
                http, "POST", path, GuardedStack.Risk, """{"reason":"drill"}""")).Status);
        Assert.Equal(403, (await GuardedStack.SendAsync(http, "GET", "/audit", GuardedStack.Risk)).Status);
        Assert.Equal(200, (await GuardedStack.SendAsync(http, "GET", "/breakers/firm", GuardedStack.Risk)).Status);
    }

    [Fact]
    public async Task Invented_methods_share_one_label()
    {
        foreach (var method in new[] { "MADE-UP", "UPMADE" })
        {
            using var request = new HttpRequestMessage(new(method), "/health/live");
            await stack.Front.SendAsync(request);
        }
        var metrics = await MetricsAsync(stack.Front);
        Assert.Contains("method=\"other\"", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("UPMADE", metrics, StringComparison.Ordinal);
    }

    private static async Task<string> MetricsAsync(HttpClient http)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.Add("X-Api-Key", GuardedStack.Viewer);
        using var response = await http.SendAsync(request);
        Assert.Equal(200, (int)response.StatusCode);
        return await response.Content.ReadAsStringAsync();
    }
}
