using BenchmarkDotNet.Running;
using TradingOps.Benchmarks.Books;
using TradingOps.Benchmarks.Cases;
using TradingOps.Benchmarks.Conformance;
using TradingOps.Benchmarks.Http;
using TradingOps.Benchmarks.MarketData;
using TradingOps.Benchmarks.Recordings;
using TradingOps.Benchmarks.Replay;
using TradingOps.Benchmarks.Risk;

return args switch
{
    ["conformance", var file] => ConformanceCommand.Run(file),
    ["replay", var file, .. var options] => ReplayCommand.Run(file, options),
    ["pnl", var file] => CaseFile.Run(file, PnlCase.Run),
    ["risk", var file] => CaseFile.Run(file, RiskCase.Run),
    ["growth"] => GrowthCommand.Run(),
    ["bench", .. var options] => Bench(options),
    ["recording", .. var options] => RecordingCommand.Run(options),
    ["bars", .. var options] => BarsCommand.Run(options),
    ["checks"] => ChecksCommand.Run(),
    ["http", .. var options] => await HttpBenchCommand.RunAsync(options),
    _ => Usage(),
};

static int Bench(string[] options)
{
    // Without a filter all of them run; with options of BenchmarkDotNet, what they say.
    string[] arguments = options.Length == 0 ? ["--filter", "*"] : options;
    BenchmarkSwitcher.FromAssembly(typeof(OrderBookBenchmarks).Assembly).Run(arguments);
    return 0;
}

static int Usage()
{
    Console.Error.WriteLine(
        "usage: conformance FILE | pnl FILE | risk FILE | replay FILE [--hash] [--runs N] | growth | checks"
        + " | recording FILE [options] | bars [SYMBOLS] | http [options] | bench [BenchmarkDotNet options]");
    return 2;
}
