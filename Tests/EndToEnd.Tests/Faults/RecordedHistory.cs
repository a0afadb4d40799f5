using System.Collections.Concurrent;
using System.Text.Json;

namespace TradingOps.EndToEnd.Tests.Faults;

/// <summary>What clients were told, over all loads of a cluster. Thread-safe.</summary>
internal sealed class RecordedHistory
{
    /// <summary>The answer to each order that was acknowledged, stored or refused, by account and client order id.</summary>
    public ConcurrentDictionary<(string Account, string ClientOrderId), JsonElement> Acknowledged { get; } = [];

    /// <summary>These orders as they were sent.</summary>
    public ConcurrentDictionary<(string Account, string ClientOrderId), LoadOrder> Sent { get; } = [];

    /// <summary>Orders that were sent once and never heard of.</summary>
    public ConcurrentDictionary<(string Account, string ClientOrderId), LoadOrder> Abandoned { get; } = [];

    /// <summary>Ids of orders whose cancel was acknowledged.</summary>
    public ConcurrentDictionary<string, byte> Canceled { get; } = [];

    /// <summary>Accounts that sent anything.</summary>
    public ConcurrentDictionary<string, byte> Accounts { get; } = [];

    /// <summary>Requests that had no definite answer and were sent again.</summary>
    public int Retries;

    /// <summary>In one line.</summary>
    public string Summary =>
        $"{Acknowledged.Count} orders acknowledged, {Canceled.Count} canceled, {Retries} requests sent again, "
        + $"{Acknowledged.Values.Count(o => o.GetProperty("status").GetString() == "rejected")} refused";
}
