using System.Collections.Concurrent;
using System.Diagnostics;

namespace TradingOps.EndToEnd.Tests.Stack;

/// <summary>A process of the product, started from its build output. Ends with its test.</summary>
internal sealed class TradingProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>
    /// Settings of the runtime for a process that lives for seconds, to save processor time: code is not instrumented, it is
    /// optimized after 1,024 calls (400 hexadecimal) instead of 30, and idle threads do not spin.
    /// </summary>
    private static readonly (string Name, string Value)[] ShortLife =
    [
        ("DOTNET_TieredPGO", "0"), ("DOTNET_TC_CallCountThreshold", "400"), ("DOTNET_ThreadPool_UnfairSemaphoreSpinLimit", "0"),
    ];

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly string _owner;

    private TradingProcess(string[] command, string? owner = null)
    {
        _owner = owner ?? ProcessorTimes.FindOwner();
        command = MockKafka.Detach(command);
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in ShortLife) start.Environment[name] = value;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(_errors, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>All that the process wrote to standard output.</summary>
    public string Output => string.Join('\n', _output);

    private string LastLines => string.Join('\n', _output.TakeLast(5));

    /// <summary>All that the process wrote to standard error.</summary>
    public string Errors => string.Join('\n', _errors);

    /// <summary>Whether it wrote a text to standard output. What it writes is read here a little later.</summary>
    public bool Wrote(string text) => Output.Contains(text, StringComparison.Ordinal);

    /// <summary>Waits until it wrote a text to standard output.</summary>
    public Task UntilWroteAsync(string text) => Eventually.HoldsAsync(() => Task.FromResult(Wrote(text)));

    /// <summary>Memory that the process holds, in bytes.</summary>
    public long WorkingSet
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Starts <c>TradingOps.{name}</c>.</summary>
    public static TradingProcess Start(string name, params IEnumerable<string> arguments) => StartIn([], name, arguments);

    /// <summary>Starts <c>TradingOps.{name}</c> by a command that runs it, such as <c>nsenter</c>.</summary>
    /// <param name="command">The command, or empty for none.</param>
    /// <param name="name">The program.</param>
    /// <param name="arguments">The program's arguments.</param>
    /// <param name="owner">The class to which the process's processor time counts; by default the one that calls this.</param>
    public static TradingProcess StartIn(
        string[] command, string name, IEnumerable<string> arguments, string? owner = null) =>
        new([.. command, "dotnet", PathOf(name), .. arguments], owner);

    /// <summary>Starts another program, such as a script.</summary>
    public static TradingProcess StartTool(string program, params string[] arguments) => new([program, .. arguments]);

    /// <summary>Waits until <paramref name="url"/> answers 200, or fails with what the process wrote.</summary>
    public async Task UntilHealthyAsync(HttpClient http, string url)
    {
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < Pace.Scale(Patience))
        {
            Assert.False(_process.HasExited, $"the process stopped: {Errors}\n{LastLines}");
            try
            {
                using var response = await http.GetAsync(url);
                if (response.IsSuccessStatusCode)
                {
                    Pace.Observe(Stopwatch.GetElapsedTime(began));
                    return;
                }
            }
            catch (Exception e) when (NoAnswer.Is(e))
            {
                // Not listening yet.
            }
            await Task.Delay(50);
        }
        Assert.Fail($"{url} was not healthy within {Pace.Scale(Patience)}: {Errors}\n{LastLines}");
    }

    /// <summary>Waits for the process to end by itself and returns its exit code.</summary>
    public async Task<int> ExitCodeAsync()
    {
        using var patience = new CancellationTokenSource(Pace.Scale(Patience));
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
        {
            ProcessorTimes.Write(_owner, _process);
            _process.Kill();
        }
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, and waits for the end.</summary>
    public async Task<int> StopAsync()
    {
        ProcessorTimes.Write(_owner, _process);
        await SignalAsync("TERM");
        return await ExitCodeAsync();
    }

    /// <summary>Sends a signal, such as KILL, TERM, STOP or CONT.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString()]);
        await kill.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null) lines.Enqueue(line);
    }

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    // Tests/EndToEnd.Tests/bin/<configuration>/net10.0 -> <name>/bin/<configuration>/net10.0
    private static string PathOf(string name)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var (framework, configuration) = (output.Name, output.Parent!.Name);
        var root = output.Parent!.Parent!.Parent!.Parent!.Parent!;
        var path = Path.Combine(root.FullName, name, "bin", configuration, framework, $"TradingOps.{Path.GetFileName(name)}.dll");
        return File.Exists(path) ? path : throw new FileNotFoundException($"{path} is not built");
    }
}
