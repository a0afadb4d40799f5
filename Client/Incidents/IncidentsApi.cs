using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using TradingOps.Client.Paging;
using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;
using TradingOps.Grains;
using TradingOps.Grains.Incidents;
using TradingOps.Hosting.Access;

namespace TradingOps.Client.Incidents;

/// <summary><c>/incidents</c></summary>
internal static class IncidentsApi
{
    public static void MapIncidents(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/incidents", ListAsync).RequireRole(Role.Viewer);
        routes.MapPost("/incidents", OpenAsync).RequireRole(Role.Trader);
        routes.MapGet("/incidents/{id}", FindAsync).RequireRole(Role.Viewer);
        routes.MapPost("/incidents/alertmanager", AlertmanagerWebhook.TakeAsync).RequireRole(Role.Risk);
        routes.MapPost("/incidents/{id}/ack", AcknowledgeAsync).RequireRole(Role.Risk);
        routes.MapPost("/incidents/{id}/resolve", ResolveAsync).RequireRole(Role.Risk);
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, Caller caller, IGrainFactory grains, string? status, string? severity, string? limit,
        string? before)
    {
        if (!IncidentWords.Listings.TryRead(status, IncidentListing.All, out var listing))
            return Problem.Of(
                TradingError.InvalidStatus, $"status '{Excerpt.Of(status)}' is not one of {IncidentWords.Listings.All}");
        if (!IncidentWords.Severities.TryRead(severity, default, out var only)) return InvalidSeverity(severity);
        var count = Page.DefaultLimit;
        if ((limit is not null && !int.TryParse(limit, out count)) || count is < 1 or > IncidentFilter.MaxLimit)
            return Problem.Of(
                TradingError.InvalidLimit, $"limit '{Excerpt.Of(limit)}' is not between 1 and {IncidentFilter.MaxLimit}");
        long last = 0;
        if (before is not null && !IncidentBody.TryParseId(before, out last)) return Unknown(before);
        var incidents = await grains.GetIncidentLog().List(new()
        {
            IsResolved = listing == IncidentListing.All ? null : listing == IncidentListing.Resolved,
            Severity = severity is null ? null : only,
            Before = before is null ? null : last,
            Limit = count,
            Accounts = caller.Accounts?.ToImmutableArray(),
        });
        if (incidents.Length == count)
        {
            var next = new Dictionary<string, string?>
            {
                ["status"] = status,
                ["severity"] = severity,
                ["limit"] = count.ToString(CultureInfo.InvariantCulture),
                ["before"] = IncidentBody.FormatId(incidents[^1].Number),
            };
            context.Response.Headers.Link = $"<{QueryHelpers.AddQueryString(context.Request.Path, next)}>; rel=\"next\"";
        }
        return TypedResults.Json(incidents.Select(IncidentBody.From).ToArray(), IncidentJson.Default.IncidentBodyArray);
    }

    private static async Task<IResult> OpenAsync(HttpRequest request, Caller caller, IGrainFactory grains)
    {
        var (body, malformed) = await RequestBody.ReadAsync(request, IncidentJson.Default.NewIncidentBody);
        if (body is null) return malformed!;
        var incident = body.Read(caller.Name, out var problem);
        if (incident is null) return problem!;
        var opened = await grains.GetIncidentLog().Open(incident);
        return ToResult(opened.Incident, opened.IsNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private static async Task<IResult> FindAsync(string id, Caller caller, IGrainFactory grains) =>
        await LookUpAsync(id, caller, grains.GetIncidentLog()) is { } incident ? ToResult(incident) : Unknown(id);

    private static async Task<IResult> AcknowledgeAsync(string id, HttpRequest request, Caller caller, IGrainFactory grains)
    {
        var (note, problem) = await ReadNoteAsync(request);
        if (problem is not null) return problem;
        var log = grains.GetIncidentLog();
        if (await LookUpAsync(id, caller, log) is not { Number: var number }
            || await log.Acknowledge(number, caller.Name, note) is not { } incident)
            return Unknown(id);
        return incident.Status == IncidentStatus.Resolved
            ? Problem.Of(TradingError.AlreadyResolved, $"incident {id} is resolved")
            : ToResult(incident);
    }

    private static async Task<IResult> ResolveAsync(string id, HttpRequest request, Caller caller, IGrainFactory grains)
    {
        var (note, problem) = await ReadNoteAsync(request);
        if (problem is not null) return problem;
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

    // A note is welcome and not asked for: no body at all is fine.
    private static async Task<(string? Note, IResult? Problem)> ReadNoteAsync(HttpRequest request)
    {
        if (request.ContentLength is null or 0 && request.ContentType is null) return (null, null);
        var (body, problem) = await RequestBody.ReadAsync(request, IncidentJson.Default.IncidentNoteBody);
        return body?.Note is { Length: > NewIncident.MaxDetailLength }
            ? (null, Problem.Of(TradingError.InvalidNote, $"note has more than {NewIncident.MaxDetailLength} characters"))
            : (body?.Note, problem);
    }

    internal static IResult InvalidSeverity(string? severity) =>
        Problem.Of(
            TradingError.InvalidSeverity, $"severity '{Excerpt.Of(severity)}' is not one of {IncidentWords.Severities.All}");

    private static IResult ToResult(IncidentView incident, int status = StatusCodes.Status200OK) =>
        TypedResults.Json(IncidentBody.From(incident), IncidentJson.Default.IncidentBody, statusCode: status);

    private static IResult Unknown(string id) =>
        Problem.Of(TradingError.UnknownIncident, $"there is no incident {Excerpt.Of(id)}");
}
