using TradingOps.Bodies;
using TradingOps.Client.Parameters;
using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;
using TradingOps.Grains.Incidents;

namespace TradingOps.Client.Incidents;

/// <summary>An incident that a client reports.</summary>
internal sealed record NewIncidentBody : StrictBody
{
    public string? Type { get; init; }

    public string? Severity { get; init; }

    public string? Title { get; init => field = PlainText.Clean(value); }

    public string? Detail { get; init => field = PlainText.Clean(value); }

    public string? DedupKey { get; init; }

    /// <summary>The incident, or null with the problem to answer.</summary>
    public NewIncident? Read(string caller, out ProblemResult? problem)
    {
        problem = Check(out var type, out var severity);
        return problem is not null ? null : new()
        {
            Type = type,
            Severity = severity,
            Title = Title!,
            Detail = Detail,
            Source = caller,
            DedupKey = DedupKey is null ? null : NewIncident.ByCallers + DedupKey,
        };
    }

    private ProblemResult? Check(out IncidentType type, out IncidentSeverity severity)
    {
        severity = default;
        if (!IncidentWords.Types.TryRead(Type, IncidentType.Other, out type))
            return Problem.Of(TradingError.InvalidType, IncidentWords.Types.Explain("type", Type));
        if (Severity is null) return Problem.Missing("severity");
        if (!IncidentWords.Severities.TryRead(Severity, default, out severity))
            return Problem.Of(TradingError.InvalidSeverity, IncidentWords.Severities.Explain("severity", Severity));
        if (string.IsNullOrEmpty(Title)) return Problem.Missing("title");
        return TooLong("title", Title, NewIncident.MaxTitleLength) ?? TooLong("detail", Detail, NewIncident.MaxDetailLength)
            ?? TooLong("dedup_key", DedupKey, NewIncident.MaxKeyLength);
    }

    private static ProblemResult? TooLong(string field, string? text, int length) => text?.Length > length
        ? Problem.OfField(field, $"{field} has {text.Length} characters, {length} are allowed")
        : null;
}
