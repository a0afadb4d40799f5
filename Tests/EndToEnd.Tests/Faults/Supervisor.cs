using System.Collections.Concurrent;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Faults;

/// <summary>
/// Starts again what has ended, as a supervisor of services does, and holds that it ended for a reason that the product knows.
/// </summary>
internal sealed class Supervisor : IAsyncDisposable
{
    /// <summary>SIGKILL, as a shell counts it.</summary>
    private const int Killed = 137;

    /// <summary>The cluster went on without the silo.</summary>
    private const int Evicted = 3;

    /// <summary>An error of the user's; here the database that is away at the start.</summary>
    private const int Refused = 1;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    private readonly TradingStack _stack;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<int, byte> _stoppedSilos = [];
    private readonly ConcurrentQueue<string> _surprises = new();
    private readonly Task _run;

    public Supervisor(TradingStack stack)
    {
        _stack = stack;
        _run = Task.Run(RunAsync);
    }

    /// <summary>How often a silo found that it had been evicted.</summary>
    public int Evictions { get; private set; }

    /// <summary>What a process wrote that ended for no known reason.</summary>
    public IReadOnlyCollection<string> Surprises => _surprises;

    /// <summary>A silo is about to be told to stop: ending with 0 is in order.</summary>
    public void ExpectStop(int silo) => _stoppedSilos[silo] = 0;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _run;
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(LookEvery);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                for (var i = 0; i < _stack.Silos.Count; i++)
                    if (_stack.Silos[i].HasExited)
                        await StartSiloAgainAsync(i);
                for (var i = 0; i < _stack.FrontProcesses.Count; i++)
                    if (_stack.FrontProcesses[i].HasExited)
                        await StartFrontAgainAsync(i);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The test is over.
        }
    }

    private async Task StartSiloAgainAsync(int index)
    {
        var silo = _stack.Silos[index];
        var code = await silo.ExitCodeAsync();
        var isKnown = code switch
        {
            Killed => true,
            0 => _stoppedSilos.TryRemove(index, out _),
            Evicted => silo.Errors.StartsWith("silo: ends at once", StringComparison.Ordinal) && !silo.Errors.Contains('\n'),
            Refused => silo.Errors.StartsWith("silo: ConnectionStrings:TradingOps", StringComparison.Ordinal),
            _ => false,
        };
        if (!isKnown) _surprises.Enqueue($"silo {index} ended with {code}: {silo.Errors}");
        if (code == Evicted) Evictions++;
        await silo.DisposeAsync();
        _stack.LaunchSilo(index);
    }

    private async Task StartFrontAgainAsync(int index)
    {
        var front = _stack.FrontProcesses[index];
        var code = await front.ExitCodeAsync();
        if (code != Killed) _surprises.Enqueue($"front {index} ended with {code}: {front.Errors}");
        await front.DisposeAsync();
        _stack.LaunchFront(index);
    }
}
