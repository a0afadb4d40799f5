using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using TradingOps.Bodies;

namespace TradingOps.Grains.Tests.Kafka;

/// <summary>
/// <c>docs/schemas</c> has the schema of every body on Kafka. With <c>WRITE_SCHEMAS=1</c> in the environment this writes them.
/// </summary>
public sealed class SchemaTests
{
    private static readonly JsonSerializerOptions Readable =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    public static TheoryData<string> Types => [.. Bodies.Keys];

    private static Dictionary<string, (JsonTypeInfo Type, string Title)> Bodies => new()
    {
        ["account"] = (StateJson.Default.AccountBody, "The figures of an account"),
        ["book"] = (StateJson.Default.BookBody, "The best levels of a book"),
        ["breaker"] = (StateJson.Default.BreakerBody, "A change of a circuit breaker"),
        ["execution"] = (EventJson.Default.OrderEventBody, "What happened to an order"),
        ["incident"] = (StateJson.Default.IncidentBody, "An incident as it stands"),
        ["instrument"] = (StateJson.Default.InstrumentBody, "An instrument"),
        ["order"] = (StateJson.Default.OrderBody, "An order as it stands"),
        ["position"] = (EventJson.Default.PositionEventBody, "A position as it stands"),
        ["quote"] = (EventJson.Default.LatestPriceBody, "The prices of a symbol"),
        ["tick"] = (EventJson.Default.TickBody, "A trade in its short form"),
        ["trade"] = (EventJson.Default.TapeBody, "A trade of the tape"),
        ["trade_bust"] = (EventJson.Default.TapeRevisionBody, "A trade that was undone"),
        ["trade_correction"] = (EventJson.Default.TapeRevisionBody, "A trade that has another price"),
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void Schemas_are_those_of_the_bodies(string type)
    {
        var path = Path.Combine(Repository.Root.FullName, "docs", "schemas", $"{type}.json");
        var schema = SchemaOf(Bodies[type].Type, Bodies[type].Title);
        if (Environment.GetEnvironmentVariable("WRITE_SCHEMAS") is not null) File.WriteAllText(path, schema);
        Assert.Equal(schema, File.ReadAllText(path));
    }

    [Fact]
    public void There_is_no_schema_without_a_body() => Assert.Equal(
        Bodies.Keys.Order(StringComparer.Ordinal),
        Directory.GetFiles(Path.Combine(Repository.Root.FullName, "docs", "schemas"), "*.json")
            .Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal));

    private static string SchemaOf(JsonTypeInfo type, string title)
    {
        var leavesNullsOut = type.Options.DefaultIgnoreCondition == JsonIgnoreCondition.WhenWritingNull;
        var schema = type.GetJsonSchemaAsNode(new()
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = (context, node) => Adapt(context.TypeInfo.Type, node, leavesNullsOut),
        }).AsObject();
        var whole = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = title,
        };
        foreach (var (name, value) in schema.ToList())
        {
            schema.Remove(name);
            whole[name] = value;
        }
        return whole.ToJsonString(Readable) + "\n";
    }

    /// <summary>Times are texts; a field of an event that says nothing is not there.</summary>
    private static JsonNode Adapt(Type type, JsonNode node, bool leavesNullsOut)
    {
        if (type == typeof(DateTime)) return new JsonObject { ["type"] = "string", ["format"] = "date-time" };
        if (type == typeof(DateTime?))
            return new JsonObject { ["type"] = new JsonArray("string", "null"), ["format"] = "date-time" };
        if (leavesNullsOut && node is JsonObject schema && schema["required"] is JsonArray required)
        {
            var properties = schema["properties"]!.AsObject();
            foreach (var name in required.Select(n => n!.GetValue<string>()).ToList())
                if (properties[name]?["type"] is JsonArray)
                    required.Remove(required.First(n => n!.GetValue<string>() == name));
        }
        return node;
    }
}
