using System.ComponentModel.DataAnnotations;
using System.Net;

namespace TradingOps.Client.Cluster;

/// <summary>A list of addresses with ports, separated by commas.</summary>
internal sealed class GatewaysAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => value is string text && TryParse(text, out _);

    public override string FormatErrorMessage(string name) => "it must be addresses with ports, such as 127.0.0.1:30000";

    /// <summary>The addresses; false if a part is none or there is none.</summary>
    public static bool TryParse(string text, out List<IPEndPoint> addresses)
    {
        addresses = [];
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!IPEndPoint.TryParse(part, out var address) || address.Port == 0) return false;
            addresses.Add(address);
        }
        return true;
    }
}
