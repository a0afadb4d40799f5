using System.Text.Json;

namespace TradingOps.EndToEnd.Tests.Stack;

/// <summary>Short ways to read answers.</summary>
internal static class JsonElementExtensions
{
    /// <summary>The text of a field; null if the field is.</summary>
    public static string Text(this JsonElement body, string name) => body.GetProperty(name).GetString()!;
}
