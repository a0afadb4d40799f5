using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Prometheus;

namespace TradingOps.Hosting.Health;

/// <summary>
/// Runs every check at an interval: publishes the results, and notifies the listeners when a check has failed several
/// times in a row, and when it passes again.
/// </summary>
public sealed class HealthWatch : PollingService
{
    private const string Database = "database";

    private readonly HealthCheckService _checks;
    private readonly HealthWatchOptions _options;
    private readonly IHealthListener? _listener;
    private readonly Dictionary<string, int> _failures = new(StringComparer.Ordinal);
    private readonly Gauge _status = Metrics.CreateGauge("health_check_status", "1 passes, 0 fails.", "check");
    private readonly Gauge _database;

    /// <summary>Creates the series of every check; a check counts as failed until it has passed.</summary>
    public HealthWatch(
        HealthCheckService checks, IOptions<HealthCheckServiceOptions> registered, IOptions<HealthWatchOptions> options,
        TimeProvider clock, ILogger<HealthWatch> logger, IHealthListener? listener = null)
        : base(options.Value.CheckEvery, clock, logger)
    {
        (_checks, _options, _listener) = (checks, options.Value, listener);
        foreach (var check in registered.Value.Registrations) _status.WithLabels(check.Name).Set(0);
        _database = Metrics.CreateGauge("database_connection_status", "1 the database answers, 0 it does not.",
            new GaugeConfiguration { SuppressInitialValue = true });
    }

    /// <inheritdoc/>
    protected override async Task StepAsync(CancellationToken cancellationToken) =>
        Take(await _checks.CheckHealthAsync(cancellationToken));

    private void Take(HealthReport report)
    {
        foreach (var (name, entry) in report.Entries)
        {
            var isUp = entry.Status == HealthStatus.Healthy;
            _status.WithLabels(name).Set(isUp ? 1 : 0);
            // Degraded is not known: what was known last stands.
            if (name == Database && entry.Status != HealthStatus.Degraded) _database.Set(isUp ? 1 : 0);
            // A check that is Degraded is counted by the check of its cause.
            if (entry.Status != HealthStatus.Degraded) Count(name, isUp, entry.Description);
        }
    }

    private void Count(string name, bool isUp, string? detail)
    {
        // The process before this one may have left word that the check fails.
        var isFirst = !_failures.ContainsKey(name);
        var failures = _failures.GetValueOrDefault(name);
        _failures[name] = isUp ? 0 : failures + 1;
        if (!isUp && failures + 1 == _options.FailuresToReport)
        {
            Log.CheckFailing(Logger, name, failures + 1, detail);
            _listener?.Failing(name, detail);
        }
        else if (isUp && (isFirst || failures >= _options.FailuresToReport))
        {
            if (!isFirst) Log.CheckRecovered(Logger, name);
            _listener?.Recovered(name);
        }
    }
}
