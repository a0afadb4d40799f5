using TradingOps.Silo.Storage.Postgres;

namespace TradingOps.Grains.Tests.Storage;

/// <summary>Which settings of the database can lose acknowledged orders.</summary>
public sealed class DurabilityTests
{
    [Theory]
    [InlineData("on", "on", "on", "", null)]
    [InlineData("on", "on", "remote_apply", "one", null)]
    [InlineData("on", "on", "local", "", null)]
    [InlineData("on", "on", "local", "one", "synchronous_commit is local")]
    [InlineData("on", "on", "off", "", "synchronous_commit is off")]
    [InlineData("off", "on", "on", "", "fsync is off")]
    [InlineData("on", "off", "on", "one", "full_page_writes is off")]
    public void A_risk_is_named(string fsync, string fullPageWrites, string commit, string standbys, string? risk)
    {
        var found = Durability.FindRisks(new Dictionary<string, string>
        {
            ["fsync"] = fsync,
            ["full_page_writes"] = fullPageWrites,
            ["synchronous_commit"] = commit,
            ["synchronous_standby_names"] = standbys,
        });
        if (risk is null) Assert.Empty(found);
        else Assert.StartsWith(risk, Assert.Single(found), StringComparison.Ordinal);
    }
}
