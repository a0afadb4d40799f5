using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using TradingOps.Engine.Errors;
using TradingOps.Grains.Accounts;
using TradingOps.Grains.Desks;
using TradingOps.Grains.Journaling;

namespace TradingOps.Grains.Firm;

/// <summary>Adds up what accounts report, and asks those that are silent.</summary>
[KeepAlive]
public sealed class FirmGrain(IJournal journal, FirmMetrics metrics, TimeProvider clock, ILogger<FirmGrain> logger)
    : TradingGrain, IFirmGrain
{
    private const int MostAskedAtOnce = 50;

    /// <summary>An account with positions that was silent for so long is asked, which wakes it.</summary>
    private static readonly TimeSpan SilentAfter = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan ShowEvery = TimeSpan.FromSeconds(1);

    private readonly FirmTotals _totals = new();

    /// <inheritdoc/>
    protected override async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var stream in await journal.ListAsync(JournalStreams.AccountPrefix, cancellationToken))
            _totals.Expect(JournalStreams.AccountOf(stream)!);
        this.RegisterGrainTimer(AskSilentAsync, new() { DueTime = TimeSpan.Zero, Period = AskEvery, Interleave = true });
        this.RegisterGrainTimer(Show, new() { DueTime = TimeSpan.Zero, Period = ShowEvery, Interleave = true });
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        metrics.Hide();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task Report(ImmutableArray<AccountReport> reports)
    {
        var now = clock.GetMicroseconds();
        foreach (var report in reports) _totals.Take(report, now);
        // It also evaluates once a second: a call that is lost here only delays it.
        GrainFactory.GetFirmBreaker().Evaluate().Ignore();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<FirmView> GetFirm() => Task.FromResult(_totals.ToView(clock.GetMicroseconds()));

    /// <inheritdoc/>
    public Task<ImmutableArray<AccountView>> ListAccounts() =>
        Task.FromResult(_totals.Reports.Select(r => r.Account).ToImmutableArray());

    /// <inheritdoc/>
    public Task<ImmutableArray<DeskView>> ListDesks() =>
        Task.FromResult(_totals.ListDesks(clock.GetMicroseconds()));

    /// <inheritdoc/>
    public Task<DeskView?> FindDesk(string desk)
    {
        var found = _totals.FindDesk(desk, clock.GetMicroseconds());
        return found is null && _totals.Missing.Count > 0
            ? throw TradingUnavailableException.NothingDone(
                TradingError.CannotStart, $"{_totals.Missing.Count} accounts have not reported yet: one may be of desk '{desk}'")
            : Task.FromResult(found);
    }

    private Task Show(CancellationToken cancellationToken)
    {
        metrics.Show(_totals.ToView(clock.GetMicroseconds()));
        return Task.CompletedTask;
    }

    private async Task AskSilentAsync(CancellationToken cancellationToken)
    {
        var before = clock.GetMicroseconds() - (long)SilentAfter.TotalMicroseconds;
        var silent = _totals.Reports.Where(r => !r.Positions.IsEmpty && r.At < before).Select(r => r.Account.Account);
        await Task.WhenAll(_totals.Missing.Concat(silent).Take(MostAskedAtOnce).ToArray().Select(AskAsync));
    }

    private async Task AskAsync(string account)
    {
        try
        {
            if (await GrainFactory.GetAccount(account).GetReport() is { } report) _totals.Take(report, clock.GetMicroseconds());
        }
        catch (Exception e) when (GrainCall.IsFailure(e))
        {
            Log.AccountSilent(logger, account, e);
        }
    }
}
