using TradingOps.Benchmarks.Conformance;
using TradingOps.Benchmarks.Replay;

return args switch
{
    ["conformance", var file] => ConformanceCommand.Run(file),
    ["replay", var file, .. var options] => ReplayCommand.Run(file, options),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: conformance FILE | replay FILE [--hash] [--runs N]");
    return 2;
}
