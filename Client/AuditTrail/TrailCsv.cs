using System.Globalization;
using System.Text;
using System.Text.Json;
using TradingOps.Bodies;

namespace TradingOps.Client.AuditTrail;

/// <summary>
/// The audit trail as comma-separated values (RFC 4180) with a header, for a spreadsheet: a text that a spreadsheet would take
/// for a formula begins with an apostrophe.
/// </summary>
internal static class TrailCsv
{
    private const string FormulaStarts = "=+-@\t\r";

    private static readonly (string Name, Func<AuditTrailBody, object?> Value)[] Columns =
    [
        ("at", e => UtcTimeConverter.ToText(e.At)), ("event", e => e.Event), ("account", e => e.Account),
        ("symbol", e => e.Symbol), ("sequence", e => e.Sequence), ("who", e => e.Who),
        ("on_behalf_of", e => e.OnBehalfOf), ("address", e => e.Address), ("order_id", e => e.Order?.Id),
        ("client_order_id", e => e.Order?.ClientOrderId),
        ("side", e => e.Order?.Side), ("price", e => e.Order?.Price), ("qty", e => e.Order?.Qty),
        ("remaining_qty", e => e.Order?.RemainingQty), ("status", e => e.Order?.Status), ("order_reason", e => e.Order?.Reason),
        ("trade_id", e => e.Order?.TradeId), ("amount", e => e.Amount), ("reference", e => e.Reference),
        ("limits", e => ToJson(e.Limits)), ("fees", e => ToJson(e.Fees)), ("cost_method", e => e.CostMethod),
        ("instrument", e => ToJson(e.Instrument)), ("breaker", e => e.Breaker?.Scope),
        ("breaker_from", e => e.Breaker?.From), ("breaker_to", e => e.Breaker?.To), ("breaker_reason", e => e.Breaker?.Reason),
        ("detail", e => e.Detail), ("scope", e => e.Scope), ("exposure", e => ToJson(e.Exposure)),
    ];

    /// <summary>The lines of entries, the header first; each ends with CR and LF.</summary>
    public static string Write(IEnumerable<AuditTrailBody> entries)
    {
        var text = new StringBuilder();
        AddLine(text, Columns.Select(c => (object?)c.Name));
        foreach (var entry in entries) AddLine(text, Columns.Select(c => c.Value(entry)));
        return text.ToString();
    }

    /// <summary>What has fields of its own goes into one.</summary>
    private static string? ToJson<T>(T? value) where T : class =>
        value is null ? null : JsonSerializer.Serialize(value, typeof(T), ApiJson.Default);

    private static void AddLine(StringBuilder text, IEnumerable<object?> values) =>
        text.AppendJoin(',', values.Select(Escape)).Append("\r\n");

    private static string Escape(object? value)
    {
        if (value is not string text) return Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        if (text.Length > 0 && FormulaStarts.Contains(text[0])) text = "'" + text;
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
