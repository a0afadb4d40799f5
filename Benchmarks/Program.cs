using TradingOps.Benchmarks.Conformance;

return args switch
{
    ["conformance", var file] => ConformanceCommand.Run(file),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: conformance FILE");
    return 2;
}
