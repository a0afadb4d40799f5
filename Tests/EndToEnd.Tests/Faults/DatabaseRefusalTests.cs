using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Faults;

/// <summary>What becomes of orders that the database answers with an error.</summary>
public sealed class DatabaseRefusalTests
{
    [Fact]
    public async Task A_rolled_back_write_is_repeated_and_a_refused_record_fails_alone()
    {
        await using var database = await PostgresServer.StartAsync();
        await using var stack = await TradingStack.StartClusterAsync(database.ConnectionString, silos: 1);
        foreach (var symbol in new[] { "AAPL", "MSFT" })
            Assert.Equal(201, (await stack.PostAsync("/orders", Order(symbol))).Status);

        // A sequence keeps its number when all else is rolled back: so the third try passes.
        await database.ExecuteAsync("CREATE SEQUENCE deadlocks");
        await RefuseAsync(database, "nextval('deadlocks') < 3", "40P01");
        Assert.Equal(201, (await stack.PostAsync("/orders", Order("AAPL"))).Status);
        Assert.Equal("t", (await database.ExecuteAsync("SELECT last_value >= 3 FROM deadlocks")).Trim());
        await stack.Silo.UntilWroteAsync("records; retrying");

        await RefuseAsync(database, "NEW.stream = 'book/AAPL'", "22023");
        var (status, answers) = await stack.PostAsync("/orders/batch", $"[{Order("AAPL")},{Order("MSFT")},{Order("AAPL")}]");
        Assert.Equal(200, status);
        Assert.Equal([503, 201, 503], answers.EnumerateArray().Select(a => a.GetProperty("status").GetInt32()));

        await database.ExecuteAsync("DROP TRIGGER refusal ON journal");
        await Eventually.BecomesAsync(() => stack.PostAsync("/orders", Order("AAPL")), a => a.Status == 201);
        Assert.Equal(200, (await stack.GetAsync("/health")).Status);
    }

    private static string Order(string symbol) =>
        $$"""{"symbol":"{{symbol}}","type":"limit","time_in_force":"gtc","limit_price":10,"qty":1}""";

    /// <summary>From now on the database answers a record of the journal with an error, where the condition holds.</summary>
    private static Task RefuseAsync(PostgresServer database, string condition, string error) => database.ExecuteAsync(
        $"""
        CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF {condition} THEN RAISE 'refused by a test' USING ERRCODE = '{error}'; END IF;
            RETURN NEW;
        END $$;
        CREATE OR REPLACE TRIGGER refusal BEFORE INSERT ON journal FOR EACH ROW EXECUTE FUNCTION refuse()
        """);
}
