using System.Text.Json;

namespace TradingOps.Client.Problems;

/// <summary>A value of a body is not what is allowed there.</summary>
/// <param name="allowed">What is allowed.</param>
internal sealed class UnreadValueException(string allowed) : JsonException($"The JSON value is not {allowed}.")
{
    /// <summary>What is allowed.</summary>
    public string Allowed { get; } = allowed;
}
