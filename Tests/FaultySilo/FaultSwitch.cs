namespace TradingOps.FaultySilo;

/// <summary>
/// Which failure is asked for: the text of the file of the setting <c>FaultySilo:Switch</c>, none while there is no such file.
/// <c>bug</c> is an exception type that nothing else knows, <c>expired</c> how Orleans ends a call that expires before its grain
/// is placed. A name behind it, such as <c>bug IAccountGrain.Submit</c>, asks for that call only, and for no timer.
/// What happened stands in the file of that name with <c>.log</c>: a kind and a name per line.
/// </summary>
internal sealed class FaultSwitch : IDisposable
{
    private readonly string _switch;
    private readonly StreamWriter _log;
    private readonly Lock _lock = new();

    public FaultSwitch(IConfiguration configuration)
    {
        _switch = configuration["FaultySilo:Switch"]!;
        _log = new(new FileStream(_switch + ".log", FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
    }

    public void Dispose() => _log.Dispose();

    public void ThrowIfAsked(string name)
    {
        if (ReadSwitch() is not [var failure, .. var only] || (only.Length > 0 && only[0] != name)) return;
        Record("threw", name);
        throw failure == "expired"
            ? new OperationCanceledException("Message expired before placement could complete for grain")
            : new UnknownException("nothing expects this exception");
    }

    public void Record(string kind, string name)
    {
        lock (_lock) _log.WriteLine($"{kind} {name}");
    }

    private string[] ReadSwitch()
    {
        try
        {
            return File.Exists(_switch) ? File.ReadAllText(_switch).Split(' ') : [];
        }
        catch (FileNotFoundException)
        {
            // The test took it away in between.
            return [];
        }
    }

    private sealed class UnknownException(string message) : Exception(message);
}
