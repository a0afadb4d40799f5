using TradingOps.Benchmarks.Conformance;

namespace TradingOps.Engine.Tests.Books;

/// <summary>What the own tests of public matching engines expect, as scenarios that name the test they were read from.</summary>
public class ConformanceTests
{
    private static readonly Lazy<Dictionary<string, Scenario>> Scenarios = new(ReadScenarios);

    public static TheoryData<string> Names => [.. Scenarios.Value.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_public_engine_and_this_one_agree(string name) =>
        Assert.Empty(new ScenarioRunner(Scenarios.Value[name]).Run());

    [Fact]
    public void The_runner_reports_what_differs()
    {
        const string wrong = """
            [{"name":"wrong","steps":[
              {"op":"new","id":1,"account":"a","side":"buy","type":"limit","tif":"gtc","price":10,"qty":5,
               "expect":{"book":{"bids":[[10,4]],"asks":[]}}},
              {"op":"cancel","id":2,"expect":{"result":"accepted"}}]}]
            """;
        var scenario = Assert.Single(Scenario.ReadAll(System.Text.Encoding.UTF8.GetBytes(wrong)));
        var differences = new ScenarioRunner(scenario).Run();
        Assert.Equal(2, differences.Count);
        Assert.Contains("book bids is [5@10], expected [4@10]", differences[0]);
        Assert.Contains("result is [rejected] (NotOpen), expected [accepted]", differences[1]);
    }

    private static Dictionary<string, Scenario> ReadScenarios()
    {
        using var stream = typeof(ConformanceTests).Assembly.GetManifestResourceStream("scenarios.json")!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return Scenario.ReadAll(bytes.ToArray()).ToDictionary(scenario => scenario.Name);
    }
}
