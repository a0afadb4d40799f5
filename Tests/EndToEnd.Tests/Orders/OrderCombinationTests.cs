using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Orders;

/// <summary>Every type with every time in force and every class of order, over HTTP on one stack.</summary>
public sealed class OrderCombinationTests(OrderCombinationTests.Shared shared) : IClassFixture<OrderCombinationTests.Shared>
{
    /// <summary>
    /// 201: accepted; <c>auction_over</c>: refused and stored, for the market is open; <c>exit</c> and <c>time</c>: not a valid
    /// order, 400 with <c>invalid_exit</c> or <c>invalid_time_in_force</c>, and nothing is stored.
    /// </summary>
    private const string Answers = """
        type               class    day    gtc    ioc    fok    gtd    opg            cls
        market             simple   201    201    201    201    time   auction_over   201
        market             bracket  201    201    201    201    time   time           time
        market             oto      201    201    201    201    time   time           time
        market             oco      exit   exit   exit   exit   exit   exit           exit
        limit              simple   201    201    201    201    201    auction_over   201
        limit              bracket  201    201    201    201    201    time           time
        limit              oto      201    201    201    201    201    time           time
        limit              oco      201    201    exit   exit   201    time           time
        stop               simple   201    201    201    201    201    time           time
        stop               bracket  exit   exit   exit   exit   exit   time           time
        stop               oto      exit   exit   exit   exit   exit   time           time
        stop               oco      exit   exit   exit   exit   exit   exit           exit
        stop_limit         simple   201    201    201    201    201    time           time
        stop_limit         bracket  exit   exit   exit   exit   exit   time           time
        stop_limit         oto      exit   exit   exit   exit   exit   time           time
        stop_limit         oco      exit   exit   exit   exit   exit   exit           exit
        trailing_stop      simple   201    201    201    201    201    time           time
        trailing_stop      bracket  exit   exit   exit   exit   exit   time           time
        trailing_stop      oto      exit   exit   exit   exit   exit   time           time
        trailing_stop      oco      exit   exit   exit   exit   exit   exit           exit
        market_if_touched  simple   201    201    201    201    201    time           time
        market_if_touched  bracket  exit   exit   exit   exit   exit   time           time
        market_if_touched  oto      exit   exit   exit   exit   exit   time           time
        market_if_touched  oco      exit   exit   exit   exit   exit   exit           exit
        limit_if_touched   simple   201    201    201    201    201    time           time
        limit_if_touched   bracket  exit   exit   exit   exit   exit   time           time
        limit_if_touched   oto      exit   exit   exit   exit   exit   time           time
        limit_if_touched   oco      exit   exit   exit   exit   exit   exit           exit
        """;

    /// <summary>What a type needs besides; orders of others quote 99 and 101, and traded at 100.</summary>
    private static readonly Dictionary<string, string> Prices = new()
    {
        ["market"] = "{}",
        ["limit"] = """{"limit_price":101}""",
        ["stop"] = """{"stop_price":110,"trigger":"bid_ask"}""",
        ["stop_limit"] = """{"stop_price":110,"limit_price":111.5}""",
        ["trailing_stop"] = """{"trail_price":5.25}""",
        ["market_if_touched"] = """{"stop_price":95,"trigger":"mark"}""",
        ["limit_if_touched"] = """{"stop_price":95,"limit_price":95.5}""",
    };

    private static readonly Dictionary<string, string> Exits = new()
    {
        ["simple"] = "{}",
        ["bracket"] = """{"take_profit":{"limit_price":115},"stop_loss":{"stop_price":88,"limit_price":87.5}}""",
        ["oto"] = """{"stop_loss":{"stop_price":88}}""",
        ["oco"] = """{"side":"sell","limit_price":115,"take_profit":{"limit_price":115},"stop_loss":{"stop_price":88}}""",
    };

    public static TheoryData<string, string, string, string> Combinations
    {
        get
        {
            var lines = Answers.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
            var combinations = new TheoryData<string, string, string, string>();
            foreach (var line in lines.Skip(1))
                for (var i = 2; i < line.Length; i++)
                    combinations.Add(line[0], line[1], lines[0][i], line[i]);
            return combinations;
        }
    }

    [Fact]
    public void The_table_has_every_combination() =>
        Assert.Equal(7 * 4 * 7, Combinations.Select(c => string.Join(' ', c.Take(3))).Distinct().Count());

    [Theory]
    [MemberData(nameof(Combinations))]
    public async Task A_combination_is_accepted_and_kept_or_refused(string type, string kind, string time, string answer)
    {
        var sent = new JsonObject
        {
            ["symbol"] = "XYZ",
            ["account"] = $"{type}-{kind}-{time}",
            ["side"] = "buy",
            ["qty"] = 3,
            ["type"] = type,
            ["time_in_force"] = time,
            ["order_class"] = kind,
            ["client_order_id"] = "only",
        };
        if (time == "gtd") sent["expire_at"] = "2037-01-05T10:00:00.000000Z";
        foreach (var (name, value) in FieldsOf(Prices[type]).Concat(FieldsOf(Exits[kind])))
            sent[name] = value!.DeepClone();
        var (status, body) = await shared.Stack.PostAsync("/orders", sent.ToJsonString());
        if (answer == "auction_over")
        {
            Assert.Equal((422, answer), (status, body.GetProperty("code").GetString()));
            AssertStands(sent, body.GetProperty("order"));
            return;
        }
        if (answer != "201")
        {
            var code = answer == "exit" ? "invalid_exit" : "invalid_time_in_force";
            Assert.Equal((400, code), (status, body.GetProperty("code").GetString()));
            Assert.Equal(404, (await shared.Stack.GetAsync($"/accounts/{sent["account"]}")).Status);
            return;
        }
        Assert.True(status == 201, $"{sent.ToJsonString()}: {status} {body}");
        AssertStands(sent, body);
        var (_, alone) = await shared.Stack.GetAsync("/orders/" + body.GetProperty("id").GetString());
        AssertStands(sent, alone);
        var legs = alone.GetProperty("legs");
        Assert.Equal(Legs(kind), legs.ValueKind == JsonValueKind.Null ? 0 : legs.GetArrayLength());
        var (_, listed) = await shared.Stack.GetAsync($"/orders?account={sent["account"]}");
        AssertStands(sent, listed.EnumerateArray().Single(o => o.GetProperty("client_order_id").GetString() == "only"));
    }

    private static JsonObject FieldsOf(string text) => JsonNode.Parse(text)!.AsObject();

    private static int Legs(string kind) => kind switch { "simple" => 0, "bracket" => 2, _ => 1 };

    /// <summary>Everything that was sent stands there as it was sent.</summary>
    private static void AssertStands(JsonObject sent, JsonElement order)
    {
        foreach (var (name, value) in sent)
            Assert.True(
                JsonNode.DeepEquals(Plain(value), Plain(JsonNode.Parse(order.GetProperty(name).GetRawText()))),
                $"{name} was sent as {value} and is {order.GetProperty(name)}");
    }

    /// <summary>Without fields of no value.</summary>
    private static JsonNode? Plain(JsonNode? node)
    {
        if (node is not JsonObject known) return node;
        var plain = new JsonObject();
        foreach (var (name, value) in known)
            if (value is not null) plain[name] = value.DeepClone();
        return plain;
    }

    public sealed class Shared : IAsyncLifetime
    {
        internal TradingStack Stack { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Stack = await TradingStack.StartAsync(null, "--Accounts:PriceCollar", "0.2");
            await PutAsync("/instruments/XYZ", """
                {"asset_class":"EQUITY","tick_size":0.01,"max_quantity":100000,"reference_price":100}
                """);
            foreach (var (account, side, price) in new[]
            {
                ("asks", "sell", 100), ("bids", "buy", 100), ("asks", "sell", 101), ("bids", "buy", 99),
            })
            {
                var (status, body) = await Stack.PostAsync("/orders", $$"""
                    {"account":"{{account}}","symbol":"XYZ","side":"{{side}}","qty":{{(price == 100 ? 1 : 1_000)}},"type":"limit",
                     "limit_price":{{price}},"time_in_force":"gtc"}
                    """);
                Assert.True(status == 201, $"{body}");
            }
        }

        public async Task DisposeAsync() => await Stack.DisposeAsync();

        private async Task PutAsync(string path, string body)
        {
            using var answer = await Stack.Front.PutAsJsonAsync(path, JsonNode.Parse(body));
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        }
    }
}
