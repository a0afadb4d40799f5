using System.Diagnostics.Metrics;
using Prometheus;

namespace TradingOps.Hosting;

/// <summary>
/// Publishes the instruments of Orleans under the catalogue's names, types and labels. Started before the host, so that nothing
/// is missed; counters exist at zero.
/// </summary>
public sealed class OrleansMetrics : IDisposable
{
    private const string MeterName = "Microsoft.Orleans";
    private const int MaxGrainTypes = 24;
    private const string OtherType = "other";

    private readonly Dictionary<string, Take> _instruments = new(StringComparer.Ordinal);
    private readonly HashSet<string> _grainTypes = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly MeterListener _listener = new();

    private OrleansMetrics()
    {
        AddCatalog();
        AddMessaging();
        AddStorage();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == MeterName && _instruments.TryGetValue(instrument.Name, out var take))
                listener.EnableMeasurementEvents(instrument, take);
        };
        _listener.SetMeasurementEventCallback<int>((_, value, tags, take) => ((Take)take!)(value, tags));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, take) => ((Take)take!)(value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, take) => ((Take)take!)(value, tags));
        _listener.Start();
        Prometheus.Metrics.DefaultRegistry.AddBeforeCollectCallback(_listener.RecordObservableInstruments);
    }

    private delegate void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags);

    /// <summary>Listens from now on.</summary>
    public static OrleansMetrics Start() => new();

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private void AddCatalog()
    {
        var grains = Prometheus.Metrics.CreateGauge("orleans_grains", "Activations by grain type.", "type");
        _instruments["orleans-grains"] = (value, tags) => grains.WithLabels(GrainTypeOf(tags)).Inc(value);
        var activations = Prometheus.Metrics.CreateGauge("orleans_catalog_activations", "Activations.");
        _instruments["orleans-catalog-activations"] = (value, _) => activations.Set(value);
        Count("orleans-catalog-activation-created", "orleans_catalog_activation_created_total", "Activations created.");
        // The instrument of this name has no reason; the one of shutdowns has.
        Count("orleans-catalog-activation-shutdown", "orleans_catalog_activation_destroyed_total",
            "Activations that ended, by why.",
            "via", "via", "collection", "deactivateOnIdle", "migration", "deactivateStuckActivation");
        Count("orleans-watchdog-health-checks-failed", "orleans_watchdog_health_checks_failed_total",
            "Health checks of Orleans' own watchdog that failed.");
    }

    private void AddMessaging()
    {
        Count("orleans-app-requests-timedout", "orleans_app_requests_timedout_total", "Calls that were not answered in time.");
        Count("orleans-messaging-rejected", "orleans_messaging_rejected_total", "Messages rejected.",
            "direction", "Direction", "Request", "Response", "OneWay");
        Count("orleans-messaging-expired", "orleans_messaging_expired_total", "Messages dropped after their caller gave up.",
            "phase", "Phase", "Send", "Receive", "Dispatch", "Invoke", "Respond");
        Count("orleans-messaging-pings-reply-missed", "orleans_messaging_pings_reply_missed_total",
            "Probes of other silos that were not answered.");
        var clients = Prometheus.Metrics.CreateGauge("orleans_gateway_connected_clients", "Clients of this silo's gateway.");
        _instruments["orleans-gateway-connected-clients"] = (value, _) => clients.Inc(value);
    }

    private void AddStorage()
    {
        var writes = Prometheus.Metrics.CreateHistogram("orleans_storage_write_duration_seconds", "Writes of grain state.",
            ["state_name"],
                new HistogramConfiguration { Buckets = [.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5] });
        var errors = Prometheus.Metrics.CreateCounter(
            "orleans_storage_write_errors_total", "Writes of grain state that failed.", "state_name");
        _instruments["orleans-storage-write-latency"] = (milliseconds, tags) =>
        {
            var state = TagOf(tags, "state_name");
            errors.WithLabels(state);
            writes.WithLabels(state).Observe(milliseconds / 1000);
        };
        _instruments["orleans-storage-write-errors"] = (value, tags) => errors.WithLabels(TagOf(tags, "state_name")).Inc(value);
    }

    private void Count(string instrument, string name, string help)
    {
        var counter = Prometheus.Metrics.CreateCounter(name, help);
        _instruments[instrument] = (value, _) => counter.Inc(value);
    }

    private void Count(string instrument, string name, string help, string label, string tag, params string[] values)
    {
        var counter = Prometheus.Metrics.CreateCounter(name, help, label);
        foreach (var value in values) counter.WithLabels(value);
        _instruments[instrument] = (value, tags) => counter.WithLabels(TagOf(tags, tag)).Inc(value);
    }

    /// <summary>The type without its namespace; types beyond the bound share one label.</summary>
    private string GrainTypeOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var name = TagOf(tags, "type");
        var end = name.IndexOf(',', StringComparison.Ordinal);
        if (end >= 0) name = name[..end];
        name = name[(name.LastIndexOf('.') + 1)..];
        lock (_gate) return _grainTypes.Contains(name) || (_grainTypes.Count < MaxGrainTypes && _grainTypes.Add(name)) ? name
            : OtherType;
    }

    private static string TagOf(ReadOnlySpan<KeyValuePair<string, object?>> tags, string key)
    {
        foreach (var tag in tags)
            if (tag.Key == key)
                return tag.Value?.ToString() ?? OtherType;
        return OtherType;
    }
}
