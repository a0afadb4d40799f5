namespace TradingOps.Client.Incidents;

/// <summary>What Alertmanager's webhook sends (version 4), as far as it is of use here.</summary>
internal sealed record AlertGroupBody
{
    public AlertBody?[]? Alerts { get; init; }
}
