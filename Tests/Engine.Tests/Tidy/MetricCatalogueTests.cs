using System.Text.RegularExpressions;

namespace TradingOps.Engine.Tests.Tidy;

/// <summary>The code and the table in docs/concepts/prometheus-metrics.md name the same metrics.</summary>
public sealed partial class MetricCatalogueTests
{
    [Fact]
    public void Every_metric_of_the_code_is_in_the_catalogue_with_its_type()
    {
        var catalogue = Catalogue().ToDictionary(m => m.Name, m => m.Type);
        Assert.Empty(Code().Where(m => catalogue.GetValueOrDefault(m.Name) != m.Type).Select(m => $"{m.Type} {m.Name}"));
    }

    [Fact]
    public void The_code_has_every_metric_of_the_catalogue_except_planned_ones()
    {
        var code = Code().Select(m => m.Name).ToHashSet(StringComparer.Ordinal);
        Assert.Empty(Catalogue().Where(m => m.From == "planned" == code.Contains(m.Name)).Select(m => $"{m.From} {m.Name}"));
    }

    [Fact]
    public void No_metric_is_created_in_two_places() =>
        Assert.Empty(Code().GroupBy(m => m.Name).Where(g => g.Count() > 1).Select(g => g.Key));

    private static IEnumerable<(string Name, string Type, string From)> Catalogue()
    {
        var table = Repository.Files("prometheus-metrics.md").Single();
        return File.ReadLines(table.FullName).Select(line => Row().Match(line)).Where(m => m.Success)
            .Select(m => (m.Groups["name"].Value, m.Groups["type"].Value, m.Groups["from"].Value));
    }

    private static IEnumerable<(string Name, string Type)> Code() =>
        from file in Repository.Files(".cs")
        where !Path.GetRelativePath(Repository.Root.FullName, file.FullName).StartsWith("Tests", StringComparison.Ordinal)
        let text = File.ReadAllText(file.FullName)
        from metric in
            Created().Matches(text).Select(m => (Name: m.Groups["name"].Value, Type: m.Groups["type"].Value.ToLowerInvariant()))
            // Orleans' instruments are counted by a method of their own.
            .Concat(Counted().Matches(text).Select(m => (Name: m.Groups["name"].Value, Type: "counter")))
        select metric;

    [GeneratedRegex(@"^\| `(?<name>\w+)` \| (?<type>\w+) \| [^|]* \| (?<from>[^|]+) \|")]
    private static partial Regex Row();

    [GeneratedRegex(@"Create(?<type>Counter|Gauge|Histogram|Summary)\(\s*""(?<name>\w+)""")]
    private static partial Regex Created();

    [GeneratedRegex(@"Count\(\s*""orleans-[\w-]+"",\s*""(?<name>\w+)""")]
    private static partial Regex Counted();
}
