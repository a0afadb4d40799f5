using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Startup;

/// <summary>A database that cannot be used is one clear line that says what to do, and exit code 1.</summary>
public sealed class DatabaseErrorTests : IAsyncLifetime
{
    /// <summary>As a database that is shut down between the look at its schema and the silo's entry into the cluster.</summary>
    private const string GoesDown =
        """
        CREATE FUNCTION go_down() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            RAISE 'the server is going down' USING ERRCODE = '57P01';
        END $$;
        CREATE TRIGGER goes_down BEFORE INSERT ON orleans_membership_version EXECUTE FUNCTION go_down()
        """;

    private PostgresServer _server = null!;

    public async Task InitializeAsync() => _server = await PostgresServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_database_that_cannot_be_reached_or_entered_is_named()
    {
        await _server.ExecuteAsync($"CREATE ROLE {PostgresServer.GuardedUser} LOGIN PASSWORD '{PostgresServer.GuardedUser}'");
        await AssertRefusedAsync("Host=127.0.0.1;Port=1;Username=x;Database=x", "cannot be reached, check Host and Port");
        await AssertRefusedAsync($"{_server.ConnectionString};Database=nowhere", "create it or correct Database", "\"nowhere\"");
        await AssertRefusedAsync($"{_server.ConnectionString};Username={PostgresServer.GuardedUser};Password=secret",
            "check Username and Password", $"\"{PostgresServer.GuardedUser}\"");
        await AssertRefusedAsync($"{_server.ConnectionString};Username=nobody", "check Username and Password", "\"nobody\"");
        await AssertRefusedAsync("Hots=here", "not as Npgsql writes it", "hots");
    }

    [Fact]
    public async Task A_user_without_rights_learns_which_are_missing()
    {
        await _server.ExecuteAsync("CREATE ROLE clerk LOGIN");
        await _server.ExecuteAsync("CREATE DATABASE fresh");
        await AssertRefusedAsync($"{_server.ConnectionString};Database=fresh;Username=clerk",
            "schema version 0 and this program needs", "start one silo as its owner first");

        await MigrateAsync("fresh");
        await AssertRefusedAsync($"{_server.ConnectionString};Database=fresh;Username=clerk", "the user lacks a right");
        await _server.ExecuteAsync("GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO clerk", "fresh");
        await AssertRefusedAsync(
            $"{_server.ConnectionString};Database=fresh;Username=clerk", "the user lacks rights, grant DELETE on",
                "DELETE on journal");

        await _server.ExecuteAsync("GRANT DELETE ON ALL TABLES IN SCHEMA public TO clerk", "fresh");
        await using var stack = await TradingStack.StartClusterAsync(
            $"{_server.ConnectionString};Database=fresh;Username=clerk", silos: 1);
        // The first order opens account, market and register, which a busy machine may not do in the time of one request.
        await Eventually.HoldsAsync(async () => (await stack.PostAsync(
            "/orders", """{"symbol":"AAPL","type":"limit","limit_price":180,"qty":1,"client_order_id":"first"}"""))
            .Status is 200 or 201);
    }

    [Theory]
    [InlineData("INSERT INTO schema_version VALUES (9999, '9999-later.sql', '')", "run a newer silo")]
    [InlineData("DELETE FROM schema_version WHERE version = 1", "schema version 1 is missing")]
    [InlineData("UPDATE schema_version SET checksum = 'x' WHERE version = 2", "applied with another content")]
    [InlineData("DROP TABLE journal CASCADE", "journal")]
    public async Task A_schema_that_is_not_this_programs_stops_the_silo(string change, string expected)
    {
        await _server.ExecuteAsync("CREATE DATABASE altered");
        await MigrateAsync("altered");
        await _server.ExecuteAsync(change, "altered");
        var before = await _server.ExecuteAsync("SELECT count(*), max(version) FROM schema_version", "altered");

        await AssertRefusedAsync($"{_server.ConnectionString};Database=altered", expected);

        Assert.Equal(before, await _server.ExecuteAsync("SELECT count(*), max(version) FROM schema_version", "altered"));
    }

    [Fact]
    public async Task A_database_that_goes_down_while_a_silo_starts_is_named()
    {
        await _server.ExecuteAsync("CREATE DATABASE falling");
        await MigrateAsync("falling");
        await _server.ExecuteAsync(GoesDown, "falling");
        await AssertRefusedAsync($"{_server.ConnectionString};Database=falling", "going down");
    }

    [Fact]
    public async Task Verify_changes_nothing_in_a_database_without_the_schema()
    {
        await _server.ExecuteAsync("CREATE DATABASE bare");
        await using var verify = TradingProcess.Start("Silo", "verify", "--Storage:Provider", "PostgreSql",
            "--ConnectionStrings:TradingOps", $"{_server.ConnectionString};Database=bare");
        Assert.Equal(1, await verify.ExitCodeAsync());
        Assert.Contains("schema version 0", Assert.Single(verify.Errors.Split('\n')), StringComparison.Ordinal);
        Assert.Equal(
            "0", (await _server.ExecuteAsync("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", "bare")).Trim());
    }

    [Fact]
    public async Task A_database_that_is_not_durable_is_refused_where_that_is_required()
    {
        await _server.ExecuteAsync("CREATE DATABASE hasty");
        await _server.ExecuteAsync("ALTER DATABASE hasty SET synchronous_commit = off");
        await using (var silo = Launch($"{_server.ConnectionString};Database=hasty", "--Storage:Postgres:RequireDurable", "true"))
        {
            Assert.Equal(1, await silo.ExitCodeAsync());
            var line = Assert.Single(silo.Errors.Split('\n'));
            Assert.StartsWith("silo: Storage:Postgres:RequireDurable is set, and synchronous_commit is off", line,
                StringComparison.Ordinal);
        }
        await using var stack = await TradingStack.StartClusterAsync($"{_server.ConnectionString};Database=hasty", silos: 1);
        await stack.Silo.UntilWroteAsync("synchronous_commit is off");
    }

    private async Task MigrateAsync(string database)
    {
        await using var stack = await TradingStack.StartClusterAsync($"{_server.ConnectionString};Database={database}", silos: 1);
        // A silo that leaves in good order is not waited for by one that starts elsewhere.
        Assert.Equal(0, await stack.Silo.StopAsync());
    }

    private static async Task AssertRefusedAsync(string connection, params string[] expected)
    {
        await using var silo = Launch(connection);
        Assert.Equal(1, await silo.ExitCodeAsync());
        var line = Assert.Single(silo.Errors.Split('\n'));
        Assert.StartsWith("silo: ConnectionStrings:TradingOps", line, StringComparison.Ordinal);
        foreach (var part in expected) Assert.Contains(part, line, StringComparison.Ordinal);
    }

    private static TradingProcess Launch(string connection, params string[] settings)
    {
        var ports = Ports.Free(3);
        return TradingProcess.Start("Silo", ["--Urls", $"http://127.0.0.1:{ports[0]}", "--Storage:Provider", "PostgreSql",
            "--ConnectionStrings:TradingOps", connection, "--Orleans:SiloPort", $"{ports[1]}", "--Orleans:GatewayPort",
            $"{ports[2]}", .. settings]);
    }
}
