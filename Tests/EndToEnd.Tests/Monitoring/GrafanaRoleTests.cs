namespace TradingOps.EndToEnd.Tests.Monitoring;

/// <summary>The script that makes the user that Grafana reads the database with.</summary>
public sealed class GrafanaRoleTests
{
    private const string Script = "deploy/postgres/grafana-role.sh";

    [Fact]
    public async Task It_may_read_every_table_those_to_come_too_and_change_none()
    {
        await using var database = await PostgresServer.StartAsync();
        await database.ExecuteAsync("CREATE TABLE before (n int); INSERT INTO before VALUES (1)");
        // Again too, as for another password.
        foreach (var password in new[] { "it's one", "another" })
        {
            var (code, output) = await RunAsync(database, $"GRAFANA_POSTGRES_PASSWORD={password}");
            Assert.True(code == 0, output);
        }
        await database.ExecuteAsync("CREATE TABLE after (n int); INSERT INTO after VALUES (2)");
        Assert.Equal("3", (await database.ExecuteAsync(
            "SET ROLE grafana; SELECT (SELECT n FROM before) + (SELECT n FROM after)")).Trim());
        Assert.Equal("f", (await database.ExecuteAsync(
            """
            SELECT has_schema_privilege('grafana', 'public', 'CREATE')
                OR has_table_privilege('grafana', 'before', 'INSERT, UPDATE')
                OR has_table_privilege('grafana', 'after', 'DELETE, TRUNCATE') OR rolsuper OR rolcreaterole OR rolcreatedb
            FROM pg_roles WHERE rolname = 'grafana'
            """)).Trim());
    }

    [Fact]
    public async Task Without_a_password_there_is_one_clear_line()
    {
        var (code, output) = await Tool.RunAsync("bash", [Script]);
        Assert.NotEqual(0, code);
        Assert.Contains("GRAFANA_POSTGRES_PASSWORD: the password of the user grafana", output, StringComparison.Ordinal);
    }

    private static Task<(int Code, string Output)> RunAsync(PostgresServer database, string password) => Tool.RunAsync("env",
        ["PGHOST=127.0.0.1", $"PGPORT={database.Port}", "POSTGRES_USER=tradingops", "POSTGRES_DB=postgres", password,
            "bash", Script]);
}
