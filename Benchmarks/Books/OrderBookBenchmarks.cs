using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace TradingOps.Benchmarks.Books;

/// <summary>Commands on a book that holds a given number of resting orders before and after each of them.</summary>
[Config(typeof(Settings))]
[MemoryDiagnoser]
public class OrderBookBenchmarks
{
    private FilledBook _book = null!;

    /// <summary>
    /// In this process: a separate one would be built from a project named like the assembly, which there is not. Short, as a
    /// command takes nanoseconds and an iteration carries out millions.
    /// </summary>
    private sealed class Settings : ManualConfig
    {
        public Settings() => AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance)
            .WithWarmupCount(3).WithIterationCount(10).WithIterationTime(TimeInterval.FromMilliseconds(200)));
    }

    /// <summary>Resting orders.</summary>
    [Params(10, 1_000, 100_000, 1_000_000)]
    public int Orders { get; set; }

    /// <summary>Fills the book.</summary>
    [GlobalSetup]
    public void Fill() => _book = new FilledBook(Orders);

    /// <summary>An order enters and is canceled: two commands.</summary>
    [Benchmark]
    public void AddThenCancelIt() => _book.AddAndCancel();

    /// <summary>Any resting order is canceled and another one enters: two commands.</summary>
    [Benchmark]
    public void CancelAnyThenAdd() => _book.CancelAndAddRandom();

    /// <summary>Any resting order moves to another price: one command and a lookup.</summary>
    [Benchmark]
    public void ReplaceAny() => _book.ReplaceRandom();

    /// <summary>An order enters at the touch and is taken: two commands, one trade.</summary>
    [Benchmark]
    public void AddThenMatchIt() => _book.Match();

    /// <summary>Ten orders enter at ten prices and one takes them all: eleven commands, ten trades.</summary>
    [Benchmark]
    public void AddTenThenSweepThem() => _book.Sweep();
}
