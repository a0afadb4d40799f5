using System.Globalization;
using System.Text.RegularExpressions;

namespace TradingOps.EndToEnd.Tests.Monitoring;

/// <summary>What <c>/metrics</c> of one or more processes says, added up.</summary>
internal sealed partial class MetricsPage
{
    private readonly List<(string Name, Dictionary<string, string> Labels, double Value)> _samples = [];

    /// <summary>Reads the pages of processes.</summary>
    public static async Task<MetricsPage> ReadAsync(IEnumerable<HttpClient> processes)
    {
        var page = new MetricsPage();
        foreach (var process in processes)
            foreach (var line in (await process.GetStringAsync("/metrics")).Split('\n'))
                if (Sample().Match(line) is { Success: true } sample)
                    page._samples.Add((sample.Groups["name"].Value,
                        Label().Matches(sample.Groups["labels"].Value)
                            .ToDictionary(l => l.Groups[1].Value, l => l.Groups[2].Value),
                        double.Parse(sample.Groups["value"].Value, CultureInfo.InvariantCulture)));
        return page;
    }

    /// <summary>Sum of all series of a name that have these labels.</summary>
    public double Sum(string name, params (string Label, string Value)[] labels) => Series(name, labels).Sum();

    /// <summary>Values of all series of a name that have these labels.</summary>
    public double[] Series(string name, params (string Label, string Value)[] labels) => [.. _samples
        .Where(s => s.Name == name && labels.All(l => s.Labels.GetValueOrDefault(l.Label) == l.Value)).Select(s => s.Value)];

    [GeneratedRegex(@"^(?<name>\w+)(\{(?<labels>.*)\})? (?<value>\S+)")]
    private static partial Regex Sample();

    [GeneratedRegex(@"(\w+)=""([^""]*)""")]
    private static partial Regex Label();
}
