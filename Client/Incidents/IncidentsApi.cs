using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.HttpResults;
using TradingOps.Bodies;
using TradingOps.Bodies.Incidents;
using TradingOps.Client.Contract;
using TradingOps.Client.Paging;
using TradingOps.Client.Parameters;
using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;
using TradingOps.Grains;
using TradingOps.Grains.Incidents;
using TradingOps.Hosting.Access;

namespace TradingOps.Client.Incidents;

/// <summary><c>/incidents</c></summary>
internal static class IncidentsApi
{
    private static readonly WordParameter<IncidentListing> Status =
        new("status", TradingError.InvalidStatus, IncidentWords.Listings, IncidentListing.All);

    private static readonly WordParameter<IncidentSeverity> Severity =
        new("severity", TradingError.InvalidSeverity, IncidentWords.Severities, null);

    private static readonly CountParameter Limit =
        new("limit", TradingError.InvalidLimit, Page.DefaultLimit, IncidentFilter.MaxLimit);

    private static readonly Parameter Before = new("before");

    public static void MapIncidents(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/incidents", ListAsync).RequireRole(Role.Viewer).Problems(400).Describe(
            "Lists incidents, newest first; a full page names the next in the header Link.", Status, Severity, Limit, Before);
        routes.MapPost("/incidents", OpenAsync).RequireRole(Role.Trader).Describe(
            "Opens an incident; 200 with the one that is open under the same dedup_key.");
        routes.MapGet("/incidents/{id}", FindAsync).RequireRole(Role.Viewer).Problems(404)
            .Describe("Finds an incident with its steps.");
        var risk = routes.MapGroup("/incidents").RequireRole(Role.Risk);
        risk.MapPost("/alertmanager", AlertmanagerWebhook.TakeAsync).Describe("Takes the alerts of Alertmanager's webhook.");
        risk.MapPost("/{id}/ack", AcknowledgeAsync).Problems(404, 409).Describe("Acknowledges an incident.");
        risk.MapPost("/{id}/resolve", ResolveAsync).Problems(404, 409).Describe("An incident is over.");
    }

    private static async Task<Results<Ok<IncidentBody[]>, ProblemResult>> ListAsync(
        HttpContext context, Caller caller, IGrainFactory grains)
    {
        if (!Status.TryRead(context.Request, out var listing, out var problem)) return problem;
        if (!Severity.TryRead(context.Request, out var severity, out problem)) return problem;
        if (!Limit.TryRead(context.Request, out var count, out problem)) return problem;
        long last = 0;
        var before = Before.ValueOf(context.Request);
        if (before is not null && (!IncidentBody.TryParseId(before, out last)
            || await LookUpAsync(before, caller, grains.GetIncidentLog()) is null))
            return Page.UnknownBefore(before, "the id of an incident");
        var found = await grains.GetIncidentLog().List(new()
        {
            IsResolved = listing == IncidentListing.All ? null : listing == IncidentListing.Resolved,
            Severity = severity,
            Before = before is null ? null : last,
            Limit = count,
            Accounts = caller.Accounts?.ToImmutableArray(),
        });
        Page.LinkNext(context, found.Length == count ? IncidentBody.FormatId(found[^1].Number) : null);
        return TypedResults.Ok(found.Select(IncidentBody.From).ToArray());
    }

    private static async Task<Results<Created<IncidentBody>, Ok<IncidentBody>, ProblemResult>> OpenAsync(
        Body<NewIncidentBody> body, Caller caller, IGrainFactory grains)
    {
        if (!body.TryGet(out var asked, out var malformed)) return malformed;
        var incident = asked.Read(caller.Name, out var problem);
        if (incident is null) return problem!;
        var opened = await grains.GetIncidentLog().Open(incident);
        return opened.IsNew ? TypedResults.Created("", IncidentBody.From(opened.Incident)) : ToResult(opened.Incident);
    }

    private static async Task<Results<Ok<IncidentBody>, ProblemResult>> FindAsync(
        string id, Caller caller, IGrainFactory grains) =>
        await LookUpAsync(id, caller, grains.GetIncidentLog()) is { } incident ? ToResult(incident) : Unknown(id);

    private static async Task<Results<Ok<IncidentBody>, ProblemResult>> AcknowledgeAsync(
        string id, OptionalBody<IncidentNoteBody> body, Caller caller, IGrainFactory grains)
    {
        if (!TryReadNote(body, out var note, out var problem)) return problem;
        var log = grains.GetIncidentLog();
        if (await LookUpAsync(id, caller, log) is not { Number: var number }
            || await log.Acknowledge(number, caller.Name, note) is not { } incident) return Unknown(id);
        return incident.Status == IncidentStatus.Resolved
            ? Problem.Of(TradingError.AlreadyResolved, $"incident {id} is resolved")
            : ToResult(incident);
    }

    private static async Task<Results<Ok<IncidentBody>, ProblemResult>> ResolveAsync(
        string id, OptionalBody<IncidentNoteBody> body, Caller caller, IGrainFactory grains)
    {
        if (!TryReadNote(body, out var note, out var problem)) return problem;
        var log = grains.GetIncidentLog();
        return await LookUpAsync(id, caller, log) is { Number: var number }
            && await log.Resolve(number, caller.Name, note) is { } incident
                ? ToResult(incident)
                : Unknown(id);
    }

    /// <summary>An incident that the caller may know of.</summary>
    private static async Task<IncidentView?> LookUpAsync(string id, Caller caller, IIncidentLogGrain log) =>
        IncidentBody.TryParseId(id, out var number) && await log.Find(number) is { } incident
            && (incident.What.Account is not { } account || caller.MayUse(account))
            ? incident
            : null;

    private static bool TryReadNote(
        OptionalBody<IncidentNoteBody> body, out string? note, [NotNullWhen(false)] out ProblemResult? problem)
    {
        note = body.TryGet(out var read, out problem) ? read?.Note : null;
        if (note?.Length > NewIncident.MaxDetailLength)
            problem = Problem.Of(TradingError.InvalidNote, $"note has more than {NewIncident.MaxDetailLength} characters");
        return problem is null;
    }

    private static Ok<IncidentBody> ToResult(IncidentView incident) => TypedResults.Ok(IncidentBody.From(incident));

    private static ProblemResult Unknown(string id) =>
        Problem.Of(TradingError.UnknownIncident, $"there is no incident {Excerpt.Of(id)}");
}
