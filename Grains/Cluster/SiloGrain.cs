using System.Collections.Immutable;
using System.Data.Common;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orleans.Concurrency;
using TradingOps.Engine.Errors;

namespace TradingOps.Grains.Cluster;

/// <summary>Answers for the silo that it happens to be on.</summary>
// A front that misses an answer asks through keys that it never uses again (GetOtherSilo): they must not pile up.
[CollectionAgeLimit(Minutes = 2)]
[StatelessWorker]
[Reentrant]
public sealed class SiloGrain(IMembershipTable membership, HealthCheckService checks) : TradingGrain, ISiloGrain
{
    /// <inheritdoc/>
    public async Task<ImmutableArray<string>> ListGateways()
    {
        try
        {
            var table = await membership.ReadAllAsync(CancellationToken.None);
            return [.. from member in table.Members
                let silo = member.Item1
                where silo.Status == SiloStatus.Active && silo.ProxyPort > 0
                select $"{silo.SiloAddress.Endpoint.Address}:{silo.ProxyPort}"];
        }
        catch (Exception e) when (e is DbException or TimeoutException)
        {
            throw new TradingUnavailableException(
                TradingError.MembershipUnavailable, $"who is alive cannot be read: {e.Message}");
        }
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<FailedCheck>> ListFailedChecks()
    {
        var report = await checks.CheckHealthAsync();
        return [.. from entry in report.Entries
            where entry.Value.Status != HealthStatus.Healthy
            select new FailedCheck(entry.Key, entry.Value.Description ?? "failed")];
    }
}
