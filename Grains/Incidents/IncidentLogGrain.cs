using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using TradingOps.Engine.Errors;

namespace TradingOps.Grains.Incidents;

/// <summary>The incident log: what it knows is what its store took.</summary>
/// <remarks>
/// Not reentrant: one step is stored at a time, and none is visible before. When the store fails, the activation gives up and the
/// next one reads what is there; two activations cannot both write a step, which the store refuses.
/// </remarks>
[KeepAlive]
public sealed class IncidentLogGrain(
    IIncidentStore store, IncidentMetrics metrics, TimeProvider clock, ILogger<IncidentLogGrain> logger) : TradingGrain,
        IIncidentLogGrain
{
    /// <summary>Resolved incidents that are kept in memory; older ones stay in the store only.</summary>
    public const int MaxResolvedHeld = 10_000;

    private readonly SortedDictionary<long, IncidentView> _incidents = [];
    private readonly Dictionary<string, long> _lastByKey = new(StringComparer.Ordinal);
    private readonly Queue<long> _resolved = new();
    private readonly IncidentHolders _holders = new();
    private long _last;

    private IEnumerable<IncidentView> Unresolved => _incidents.Values.Where(i => i.Status != IncidentStatus.Resolved);

    /// <inheritdoc/>
    protected override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var entry in await store.ReadAsync(cancellationToken)) Apply(entry);
        }
        catch (IncidentStoreException e)
        {
            throw Unavailable(e);
        }
        metrics.ShowOpen(Unresolved);
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        metrics.ShowOpen([]);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<OpenedIncident> Open(NewIncident incident)
    {
        incident = Cut(incident);
        if (FindSame(incident) is { } known)
        {
            if (known.Status != IncidentStatus.Resolved) _holders.Hold(known.Number, incident.Holder);
            return new(known, false);
        }
        var at = incident.BeganAt ?? clock.GetUtcNow();
        var view = await AddAsync(new(_last + 1, new(IncidentStatus.Open, at, incident.Source, null), incident));
        _holders.Hold(view.Number, incident.Holder);
        metrics.Opened(incident);
        Log.IncidentOpened(logger, view.Number, incident.Severity, incident.Type, incident.Title, incident.Source);
        return new(view, true);
    }

    /// <inheritdoc/>
    public async Task<IncidentView?> Acknowledge(long number, string who, string? note) =>
        _incidents.TryGetValue(number, out var incident) && incident.Status == IncidentStatus.Open
            ? await ChangeAsync(number, IncidentStatus.Acknowledged, who, note)
            : incident;

    /// <inheritdoc/>
    public async Task<IncidentView?> Resolve(long number, string who, string? note) =>
        _incidents.TryGetValue(number, out var incident) && incident.Status != IncidentStatus.Resolved
            ? await ChangeAsync(number, IncidentStatus.Resolved, who, note)
            : incident;

    /// <inheritdoc/>
    public async Task<IncidentView?> ReleaseKey(string dedupKey, string holder, string who, string? note)
    {
        // Of several incidents that a key with an open end may mean, those that the holder joined.
        var key = Cut(dedupKey);
        var open = key.EndsWith(NewIncident.Any)
            ? Unresolved.LastOrDefault(i => i.What.DedupKey == key || _holders.IsHeldBy(i.Number, holder))
            : _lastByKey.TryGetValue(key, out var number) ? _incidents[number] : null;
        if (open is null or { Status: IncidentStatus.Resolved }) return null;
        return _holders.Release(open.Number, holder) ? await Resolve(open.Number, who, note) : open;
    }

    /// <inheritdoc/>
    public Task<IncidentView?> Find(long number) => Task.FromResult(_incidents.GetValueOrDefault(number));

    /// <inheritdoc/>
    public Task<ImmutableArray<IncidentView>> List(IncidentFilter filter) => Task.FromResult(_incidents.Values.Reverse()
        .Where(i => filter.Before is not { } before || i.Number < before)
        .Where(i => filter.Severity is not { } severity || i.What.Severity == severity)
        .Where(i => filter.Accounts is not { } accounts || i.What.Account is not { } account || accounts.Contains(account))
        .Where(i => filter.IsResolved is not { } resolved || (i.Status == IncidentStatus.Resolved) == resolved)
        .Take(Math.Clamp(filter.Limit, 1, IncidentFilter.MaxLimit)).ToImmutableArray());

    private async Task<IncidentView> ChangeAsync(long number, IncidentStatus status, string who, string? note)
    {
        var view =
            await AddAsync(new(number, new(status, clock.GetUtcNow(), Cut(who), note is null ? null : CutNote(note)), null));
        Log.IncidentChanged(logger, number, status, who, note);
        return view;
    }

    private async Task<IncidentView> AddAsync(IncidentEntry entry)
    {
        try
        {
            await store.AppendAsync(entry, CancellationToken.None);
        }
        catch (IncidentStoreException e)
        {
            DeactivateOnIdle();
            throw Unavailable(e);
        }
        var view = Apply(entry);
        metrics.ShowOpen(Unresolved);
        return view;
    }

    private IncidentView Apply(IncidentEntry entry)
    {
        var view = entry.Opened is { } what
            ? new IncidentView { Number = entry.Incident, What = what, Timeline = [entry.Step] }
            : _incidents[entry.Incident] with { Timeline = _incidents[entry.Incident].Timeline.Add(entry.Step) };
        _incidents[view.Number] = view;
        _last = Math.Max(_last, view.Number);
        if (view.What.DedupKey is { } key && entry.Opened is not null) _lastByKey[key] = view.Number;
        if (view.Status != IncidentStatus.Resolved) return view;
        _holders.Forget(view.Number);
        _resolved.Enqueue(view.Number);
        if (_resolved.Count > MaxResolvedHeld) Forget(_resolved.Dequeue());
        return view;
    }

    private void Forget(long number)
    {
        if (_incidents[number].What.DedupKey is { } key && _lastByKey[key] == number) _lastByKey.Remove(key);
        _incidents.Remove(number);
    }

    /// <summary>The incident that is about the same event as another one; null if there is none.</summary>
    private IncidentView? FindSame(NewIncident incident)
    {
        if (incident.DedupKey is not { } key) return null;
        if (!key.EndsWith(NewIncident.Any))
            return _lastByKey.TryGetValue(key, out var number) && IsSame(_incidents[number], incident)
                ? _incidents[number]
                : null;
        // What stands open comes before what was resolved.
        return _incidents.Values.Reverse()
            .Where(i => i.What.DedupKey?.StartsWith(key[..^1], StringComparison.Ordinal) == true && IsSame(i, incident))
            .OrderBy(i => i.Status == IncidentStatus.Resolved).FirstOrDefault();
    }

    /// <summary>
    /// Whether an incident is about the same event as the last one of its key. That one stands open; or it was resolved, and this
    /// is a change of a breaker that is reported again, or one of several holders that reports late what began before.
    /// </summary>
    private static bool IsSame(IncidentView last, NewIncident incident) => last.Status != IncidentStatus.Resolved
        || (incident.IsOfBreaker && last.Timeline[0].At == incident.BeganAt)
        || (incident.HeldBy is not null && incident.BeganAt <= last.Timeline[^1].At);

    private static TradingUnavailableException Unavailable(IncidentStoreException e) =>
        new(TradingError.IncidentLogUnavailable, $"the incident log does not answer: {e.Message}");

    private static NewIncident Cut(NewIncident incident) => incident with
    {
        Title = Cut(incident.Title),
        Detail = incident.Detail is null ? null : CutNote(incident.Detail),
        Source = Cut(incident.Source),
        DedupKey = incident.DedupKey is null ? null : Cut(incident.DedupKey),
    };

    private static string Cut(string text) => Cut(text, NewIncident.MaxTitleLength);

    private static string CutNote(string text) => Cut(text, NewIncident.MaxDetailLength);

    private static string Cut(string text, int length) => text.Length <= length ? text
        : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
