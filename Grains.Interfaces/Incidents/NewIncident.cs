namespace TradingOps.Grains.Incidents;

/// <summary>What went wrong, in the words of the reporter.</summary>
[GenerateSerializer, Immutable]
[Alias("tradingops.new-incident")]
public sealed record NewIncident
{
    private const string OfBreakers = "breaker:";
    private const string OfAccount = "account";
    private const string OfAlerts = "alert:";

    /// <summary>What a key ends with that is that of any incident whose key begins so.</summary>
    public const char Any = '*';

    /// <summary>What begins the keys that callers choose: none of them is one of the system's own.</summary>
    public const string ByCallers = "by:";

    /// <summary>Most characters of a key that a caller chooses.</summary>
    public const int MaxKeyLength = 190;

    /// <summary>Most characters of a title, a key, a source or a name; the rest is cut off.</summary>
    public const int MaxTitleLength = 200;

    /// <summary>Most characters of a detail or a note; the rest is cut off.</summary>
    public const int MaxDetailLength = 4000;

    /// <summary>What it is about.</summary>
    [Id(0)] public required IncidentType Type { get; init; }

    /// <summary>How bad it is.</summary>
    [Id(1)] public required IncidentSeverity Severity { get; init; }

    /// <summary>One line for a person.</summary>
    [Id(2)] public required string Title { get; init; }

    /// <summary>What is known; null for no more than the title.</summary>
    [Id(3)] public string? Detail { get; init; }

    /// <summary>The part of the system, or the key's name, that noticed.</summary>
    [Id(4)] public required string Source { get; init; }

    /// <summary>
    /// Names the condition, such as <c>breaker:account:desk-1</c>: while an incident of a key is not resolved, opening it again
    /// changes nothing, nor does a change of a breaker that was reported before. Null for an incident of its own.
    /// </summary>
    [Id(5)] public string? DedupKey { get; init; }

    /// <summary>When it began; null for now.</summary>
    [Id(6)] public DateTimeOffset? BeganAt { get; init; }

    /// <summary>Which of several that notice the same condition this is; null for its source.</summary>
    [Id(7)] public string? HeldBy { get; init; }

    /// <summary>Who notices the condition: the incident is over when the last holder says so.</summary>
    public string Holder => HeldBy ?? Source;

    /// <summary>The account that it is about, if its key says so.</summary>
    public string? Account => DedupKey?.Split(':') is [var by, OfAccount, var account, ..] && by + ":" != ByCallers
        && account != $"{Any}" ? account : null;

    /// <summary>Whether it is about a change of a breaker, which may be reported more than once.</summary>
    public bool IsOfBreaker => DedupKey is not null && DedupKey.StartsWith(OfBreakers, StringComparison.Ordinal);

    /// <summary>The key of an alert that nothing of the product notices too, by its fingerprint.</summary>
    public static string KeyOfAlert(string fingerprint) => OfAlerts + fingerprint;

    /// <summary>The key of a breaker's incidents.</summary>
    public static string KeyOf(string breaker) => OfBreakers + breaker;

    /// <summary>The key of a finding in an account.</summary>
    public static string KeyOf(string source, string account, string what) => $"{source}:{OfAccount}:{account}:{what}";
}
