using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;

namespace TradingOps.Client.Cluster;

/// <summary>A list of addresses or names with ports, separated by commas.</summary>
internal sealed class GatewaysAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => value is string text && TryParse(text, out _);

    public override string FormatErrorMessage(string name) =>
        "it must be addresses or names with ports, such as 127.0.0.1:30000 or silo1:30000";

    /// <summary>The addresses; false if a part is none or there is none.</summary>
    public static bool TryParse(string text, out List<DnsEndPoint> addresses)
    {
        addresses = [];
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var colon = part.LastIndexOf(':');
            if (colon < 0 || Uri.CheckHostName(part[..colon]) == UriHostNameType.Unknown) return false;
            if (!ushort.TryParse(part.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
                || port == 0)
                return false;
            addresses.Add(new(part[..colon], port));
        }
        return true;
    }
}
