using TradingOps.Engine.Books;

namespace TradingOps.Engine.Tests.Tidy;

/// <summary>The Engine stays pure.</summary>
public sealed class DependencyTests
{
    [Fact]
    public void The_engine_references_no_framework_but_the_base_libraries()
    {
        var references = typeof(OrderBook).Assembly.GetReferencedAssemblies().Select(a => a.Name!);
        Assert.All(references, name => Assert.StartsWith("System.", name, StringComparison.Ordinal));
    }

    [Fact]
    public void The_engine_reads_no_clock_and_draws_nothing_at_random()
    {
        string[] banned =
            ["DateTime.Now", "DateTime.UtcNow", "DateTimeOffset.Now", "DateTimeOffset.UtcNow", "Stopwatch", "Guid.NewGuid",
            "new Random", "Random.Shared", "Environment.TickCount", "TimeProvider"];
        var engine = Repository.Files(".cs")
            .Where(f => f.FullName.StartsWith(Path.Combine(Repository.Root.FullName, "Engine"), StringComparison.Ordinal));
        Assert.Empty(engine.Where(f => banned.Any(File.ReadAllText(f.FullName).Contains)).Select(f => f.Name));
    }
}
