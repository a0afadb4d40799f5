using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Faults;

/// <summary>Does what a schedule says to a cluster under load.</summary>
internal sealed class FaultInjector(
    TradingStack stack, PostgresServer database, SiloNetwork? network, Supervisor supervisor)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(5);

    /// <summary>Injects each fault once the load has come so far.</summary>
    public async Task RunAsync(FaultSchedule schedule, RecordedLoad load, CancellationToken cancellationToken)
    {
        foreach (var fault in schedule.Faults)
        {
            while (load.Sent < fault.After) await Task.Delay(LookEvery, cancellationToken);
            await InjectAsync(fault, cancellationToken);
        }
    }

    private async Task InjectAsync(Fault fault, CancellationToken cancellationToken)
    {
        var next = (fault.Target + 1) % stack.Silos.Count;
        switch (fault.Kind)
        {
            case FaultKind.KillSilo:
                await stack.Silos[fault.Target].KillAsync();
                break;
            case FaultKind.KillTwoSilos:
                await Task.WhenAll(stack.Silos[fault.Target].KillAsync(), stack.Silos[next].KillAsync());
                break;
            case FaultKind.KillFront:
                await stack.FrontProcesses[fault.Target].KillAsync();
                break;
            case FaultKind.RestartSilo:
                supervisor.ExpectStop(fault.Target);
                await stack.Silos[fault.Target].SignalAsync("TERM");
                await stack.UntilSiloHealthyAsync(fault.Target);
                break;
            case FaultKind.PauseSilo:
                var silo = stack.Silos[fault.Target];
                await silo.SignalAsync("STOP");
                await LastAsync(fault, cancellationToken);
                await silo.SignalAsync("CONT");
                break;
            case FaultKind.CrashDatabase:
                await database.StopAsync();
                await LastAsync(fault, cancellationToken);
                await database.StartAgainAsync();
                break;
            case FaultKind.KillCommit:
                await database.KillCommitAsync();
                break;
            case FaultKind.CutConnections:
                await database.ExecuteAsync(
                    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                    + "WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'");
                break;
            default:
                await PartAsync(fault, next, cancellationToken);
                break;
        }
    }

    private async Task PartAsync(Fault fault, int next, CancellationToken cancellationToken)
    {
        Assert.NotNull(network);
        await (fault.Kind switch
        {
            FaultKind.PartTwoSilos => network.PartAsync(fault.Target, next),
            FaultKind.PartAllSilos => network.PartAsync([.. Enumerable.Range(0, stack.Silos.Count)]),
            FaultKind.SeparateSilo => network.SeparateAsync(fault.Target),
            FaultKind.CutOffSilo => network.CutOffAsync(fault.Target),
            _ => throw new ArgumentOutOfRangeException(nameof(fault), fault.Kind, "a fault that nobody injects"),
        });
        await LastAsync(fault, cancellationToken);
        await network.HealAsync();
    }

    /// <summary>The duration of a fault is part of the fault.</summary>
    private static Task LastAsync(Fault fault, CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromSeconds(fault.Seconds), cancellationToken);
}
