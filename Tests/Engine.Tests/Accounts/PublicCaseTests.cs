using System.Text.Json;
using TradingOps.Benchmarks.Cases;

namespace TradingOps.Engine.Tests.Accounts;

/// <summary>What public trading software makes of fills and equity, as cases that name where they were read from.</summary>
public sealed class PublicCaseTests
{
    private static readonly Dictionary<string, JsonElement> Pnl = Read("pnl.json");
    private static readonly Dictionary<string, JsonElement> Risk = Read("risk.json");

    public static TheoryData<string> PnlNames => [.. Pnl.Keys];

    public static TheoryData<string> RiskNames => [.. Risk.Keys];

    [Theory]
    [MemberData(nameof(PnlNames))]
    public void Fills_come_to_the_same_position_and_result(string name) => Assert.Empty(CaseFile.Try(Pnl[name], PnlCase.Run));

    [Theory]
    [MemberData(nameof(RiskNames))]
    public void An_account_comes_to_the_same_figures(string name) => Assert.Empty(CaseFile.Try(Risk[name], RiskCase.Run));

    [Fact]
    public void What_differs_is_named_and_what_is_not_known_fails()
    {
        const string wrong = """
            [{"name":"wrong","multiplier":"1","method":"average","fills":[{"side":"buy","qty":"2","price":"3","fee":"1"}],
              "mark":"4","expect":{"qty":"2","avg_price":"3","realized":"1","unrealized":"2"}},
             {"name":"unknown","multiplier":"1","method":"lifo","fills":[],"mark":null,"expect":{}}]
            """;
        var cases = CaseFile.ReadAll(System.Text.Encoding.UTF8.GetBytes(wrong)).ToArray();
        Assert.Equal(["realized is -1, expected 1"], CaseFile.Try(cases[0], PnlCase.Run));
        Assert.Equal(["method 'lifo' is not known"], CaseFile.Try(cases[1], PnlCase.Run));
        Assert.StartsWith("the case cannot be read", Assert.Single(CaseFile.Try(
            JsonDocument.Parse("""{"sod_equity":"1","expect":{"hwm":"1"}}""").RootElement, RiskCase.Run)));
    }

    private static Dictionary<string, JsonElement> Read(string name)
    {
        using var stream = typeof(PublicCaseTests).Assembly.GetManifestResourceStream(name)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return CaseFile.ReadAll(bytes.ToArray()).ToDictionary(CaseFile.NameOf);
    }
}
