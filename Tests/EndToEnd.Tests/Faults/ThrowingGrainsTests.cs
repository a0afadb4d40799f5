using System.Text.RegularExpressions;
using TradingOps.EndToEnd.Tests.Monitoring;
using TradingOps.EndToEnd.Tests.OrderSockets;
using TradingOps.EndToEnd.Tests.Stack;
using TradingOps.EndToEnd.Tests.Streams;

namespace TradingOps.EndToEnd.Tests.Faults;

/// <summary>Grain calls and timers fail for a while: silo and front live, answer with a code, and recover.</summary>
public sealed partial class ThrowingGrainsTests(ThrowingStack throwing) : IClassFixture<ThrowingStack>, IAsyncLifetime
{
    private TradingStack Stack => throwing.Stack;

    public Task InitializeAsync() => Task.CompletedTask;

    // Also after a test that failed.
    public Task DisposeAsync() => throwing.AskAsync(null);

    [Fact]
    public async Task Every_endpoint_of_the_contract_has_a_row()
    {
        var (_, document) = await Stack.GetAsync("/openapi/v1.json");
        var operations =
            from path in document.GetProperty("paths").EnumerateObject()
            from operation in path.Value.EnumerateObject()
            select $"{operation.Name.ToUpperInvariant()} {path.Name}";
        Assert.Equal(operations.Order(), EndpointRow.All.Select(row => row.Operation).Order());
    }

    [Theory]
    [InlineData("bug", 500, "internal_error")]
    [InlineData("expired", 503, "outcome_unknown")]
    public async Task Every_answer_is_a_problem_with_a_code(string failure, int status, string code)
    {
        await using var socket = await OrderConnection.OpenAsync(Stack.Front);
        Assert.Equal(201, (await socket.SubmitAsync(1, OrderConnection.Resting("socket", "AAPL"))).Status);
        await throwing.AskAsync(failure);
        var wrong = new List<string>();
        foreach (var row in EndpointRow.All.Where(row => !row.IsOfFront))
            if (await throwing.SendAsync(row) is var answer && answer != (status, code)) wrong.Add($"{row.Operation}: {answer}");
        Assert.Empty(wrong);
        foreach (var row in EndpointRow.All.Where(row => row.IsOfFront))
            Assert.InRange((await throwing.SendAsync(row)).Status, 200, 503);
        var (answered, body) = await socket.SubmitAsync(2, OrderConnection.Resting("socket", "AAPL"));
        Assert.Equal((status, code), (answered, body.GetProperty("problem").GetProperty("code").GetString()));

        // Bugs are counted; a failed call is an everyday event. Either way every loop has met one by the time each has run twice.
        if (failure == "bug")
        {
            await Eventually.HoldsAsync(async () => await TaskErrorsAsync(Stack.SiloHttp) > 10);
            await Eventually.HoldsAsync(async () => await TaskErrorsAsync(Stack.Front) > 2);
        }
        else
        {
            await Stack.Silo.UntilWroteAsync("The catalogue did not answer");
            await Stack.Silo.UntilWroteAsync("The firm's breaker did not answer");
        }
        await RecoverAsync();
        Assert.Equal(201, (await socket.SubmitAsync(3, OrderConnection.Resting("socket", "AAPL"))).Status);
    }

    /// <summary>Where an endpoint makes several calls, each may fail after those before it succeeded.</summary>
    [Fact]
    public async Task Any_single_call_of_an_endpoint_may_fail()
    {
        var wrong = new List<string>();
        foreach (var row in EndpointRow.All.Where(row => !row.IsOfFront))
        {
            var before = (await throwing.RecordedAsync("called")).Length;
            var sound = await throwing.SendAsync(row);
            if (sound.Status >= 500) wrong.Add($"{row.Operation}: {sound} before anything failed");
            foreach (var call in (await throwing.RecordedAsync("called"))[before..].Distinct())
            {
                await throwing.AskAsync($"bug {call}");
                var (status, code) = await throwing.SendAsync(row);
                // What came before may have changed what the same request is answered: it is not to fail in another way.
                if (status >= 400 && code is null || status >= 500 && (status, code) != (500, "internal_error"))
                    wrong.Add($"{row.Operation} without {call}: {status} {code}");
                await throwing.AskAsync(null);
            }
        }
        Assert.Empty(wrong);
        var threw = (await throwing.RecordedAsync("threw")).ToHashSet();
        Assert.Superset(new HashSet<string> { "IAccountGrain.SubmitOrder", "IOrderQueryGrain.FindOrder" }, threw);
        await RecoverAsync();
    }

    [Fact]
    public async Task Every_timer_may_throw_and_streams_start_again()
    {
        await using var stream = await EventStream.OpenAsync(Stack.Front, "account=timers&types=order");
        var threwBefore = (await throwing.RecordedAsync("threw")).Length;
        await throwing.AskAsync("bug");
        // It starts while calls fail, so that timers that run once fail too.
        Assert.Equal((500, "internal_error"), await throwing.SendAsync(new("GET", "/accounts/timers")));
        await Eventually.BecomesAsync(
            async () => string.Join(", ", (await throwing.RecordedAsync("has")).Except(
                (await throwing.RecordedAsync("threw"))[threwBefore..])),
            left => left.Length == 0, TimeSpan.FromMinutes(2), "timers that have not thrown: ");
        var timers = (await throwing.RecordedAsync("has")).Distinct().CountBy(timer => timer.Split(' ')[0]);
        Assert.Equal(TimersInSource().OrderBy(t => t.Key), timers.OrderBy(t => t.Key));
        await RecoverAsync();
        // A bug ends the streams that it affects. A client that connects again gets a new stream.
        while (await stream.NextAsync() is not null) continue;
        await using var again = await EventStream.OpenAsync(Stack.Front, "account=timers&types=order");
        var (status, _) = await Stack.PostAsync("/orders", OrderConnection.Resting("timers", "AAPL"));
        Assert.Equal(201, status);
        await again.NextAsync("order");
    }

    /// <summary>How many timers each grain class registers, by its source.</summary>
    private static Dictionary<string, int> TimersInSource() => Repository.Files(".cs")
        .Where(file => file.Name.EndsWith("Grain.cs", StringComparison.Ordinal) && file.Name != "TradingGrain.cs")
        .Select(file => (Class: file.Name[..^3], Timers: Registration().Count(File.ReadAllText(file.FullName))))
        .Where(grain => grain.Timers > 0)
        .ToDictionary(grain => grain.Class, grain => grain.Timers);

    /// <summary>Ends the failure, and waits until every endpoint answers again. No process has ended.</summary>
    private async Task RecoverAsync()
    {
        Assert.False(Stack.Silo.HasExited, Stack.Silo.Errors);
        Assert.False(Stack.FrontProcess.HasExited, Stack.FrontProcess.Errors);
        await throwing.AskAsync(null);
        foreach (var row in EndpointRow.All)
            await Eventually.BecomesAsync(
                async () => (await throwing.SendAsync(row)).Status, status => status < 500, what: row.Operation);
        await Stack.UntilAllHealthyAsync();
    }

    private static async Task<double> TaskErrorsAsync(HttpClient process) =>
        (await MetricsPage.ReadAsync([process])).Sum("service_errors_total", ("kind", "task"));

    [GeneratedRegex(@"RegisterGrainTimer\(|EndWhenSuperseded\(")]
    private static partial Regex Registration();
}
