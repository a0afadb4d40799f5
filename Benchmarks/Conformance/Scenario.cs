using System.Text.Json;

namespace TradingOps.Benchmarks.Conformance;

/// <summary>One scenario of a file: an instrument, and steps that each say what must come of them.</summary>
internal sealed class Scenario
{
    private Scenario(JsonElement json)
    {
        Name = json.GetProperty("name").GetString()!;
        Gate = new(Name);
        Steps = [.. json.GetProperty("steps").EnumerateArray()];
        Expect = json.TryGetProperty("expect", out var expect) ? expect : default;
        var prices = Steps.SelectMany(step => Numbers(step, "price", "stop", "amount", "budget"));
        Tick = 1 / Scale(prices);
        var hasLot = json.TryGetProperty("instrument", out var instrument) && instrument.ValueKind == JsonValueKind.Object;
        Lot = hasLot && instrument.TryGetProperty("lot_size", out var lot)
            ? Number(lot)
            : 1 / Scale(Steps.SelectMany(step => Numbers(step, "qty", "display", "by")));
    }

    /// <summary>What the scenario is called.</summary>
    public string Name { get; }

    /// <summary>What the gate of its engine refuses.</summary>
    public VenueGate Gate { get; }

    /// <summary>The steps, in order.</summary>
    public IReadOnlyList<JsonElement> Steps { get; }

    /// <summary>What must have come of all steps together.</summary>
    public JsonElement Expect { get; }

    /// <summary>The price of one tick.</summary>
    public decimal Tick { get; }

    /// <summary>The quantity of one lot.</summary>
    public decimal Lot { get; }

    /// <summary>All scenarios of a JSON array.</summary>
    public static IEnumerable<Scenario> ReadAll(byte[] utf8)
    {
        using var document = JsonDocument.Parse(utf8);
        foreach (var json in document.RootElement.EnumerateArray()) yield return new Scenario(json.Clone());
    }

    /// <summary>A number of any notation, exactly.</summary>
    public static decimal Number(JsonElement json) =>
        decimal.Parse(json.GetRawText(), System.Globalization.NumberStyles.Float);

    private static IEnumerable<decimal> Numbers(JsonElement step, params string[] names)
    {
        foreach (var name in names)
        {
            if (step.TryGetProperty(name, out var value)) yield return Number(value);
        }
    }

    /// <summary>The power of ten that makes all of some numbers whole.</summary>
    private static decimal Scale(IEnumerable<decimal> numbers)
    {
        var scale = 1m;
        foreach (var number in numbers)
        {
            while (number * scale % 1 != 0) scale *= 10;
        }
        return scale;
    }
}
