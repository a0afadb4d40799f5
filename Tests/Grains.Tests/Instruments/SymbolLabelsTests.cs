using TradingOps.Grains.Instruments;

namespace TradingOps.Grains.Tests.Instruments;

public sealed class SymbolLabelsTests
{
    [Fact]
    public void The_first_fifty_symbols_have_a_label_and_the_others_share_one()
    {
        var labels = new SymbolLabels();
        var symbols = Enumerable.Range(0, 200).Select(i => $"S{i}").ToArray();
        Assert.Equal(symbols[..50], symbols[..50].Select(labels.Of));
        Assert.Equal(["other"], symbols[50..].Select(labels.Of).Distinct());
        Assert.Equal(symbols[..50], symbols[..50].Select(labels.Of));
    }

    [Fact]
    public void Concurrent_requests_give_fifty_symbols_one_label_each()
    {
        var labels = new SymbolLabels();
        var seen = Enumerable.Range(0, 100_000).AsParallel().Select(i => $"S{i % 80}").Select(s => (s, label: labels.Of(s)))
            .ToArray();
        Assert.Equal(80, seen.Distinct().Count());
        Assert.Equal(50, seen.Select(s => s.label).Where(l => l != SymbolLabels.Other).Distinct().Count());
    }
}
