using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using TradingOps.Engine.Actors;
using TradingOps.Engine.Breakers;
using TradingOps.Engine.Risk;
using TradingOps.Grains.Accounts;
using TradingOps.Grains.Desks;
using TradingOps.Grains.Journaling;
using TradingOps.Grains.Risk;

namespace TradingOps.Grains.Firm;

/// <summary>
/// Adds up what accounts report, asks those that are silent, and keeps the limits that firm and desks have together.
/// </summary>
[KeepAlive]
public sealed class FirmGrain(IJournal journal, FirmMetrics metrics, TimeProvider clock, ILogger<FirmGrain> logger)
    : TradingGrain, IFirmGrain
{
    private const int MostAskedAtOnce = 50;

    /// <summary>An account with positions that was silent for so long is asked, which wakes it.</summary>
    private static readonly TimeSpan SilentAfter = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan ShowEvery = TimeSpan.FromSeconds(1);

    private static readonly RecordCodec<GroupLimits> Codec = new(LimitJson.Encode, bytes => LimitJson.Decode(bytes.Span));

    private readonly FirmTotals _totals = new();
    private readonly FirmLimits _limits = new();
    private GrainLog<GroupLimits> _log = null!;
    private int _askedFrom;

    /// <inheritdoc/>
    protected override async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var stream in await journal.ListAsync(JournalStreams.AccountPrefix, cancellationToken))
            _totals.Expect(JournalStreams.AccountOf(stream)!);
        _log = new(journal, JournalStreams.Limits, Codec, DeactivateOnIdle, logger);
        await _log.OpenAsync(
            state =>
            {
                foreach (var limits in LimitJson.DecodeAll(state.Span)) _limits.Apply(limits);
            },
            cancellationToken);
        await foreach (var limits in _log.ReplayAsync(cancellationToken)) _limits.Apply(limits);
        EndWhenSuperseded(_log.EndIfSupersededAsync);
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
            ? throw UnreportedAccounts.ErrorOf(desk, _totals.Missing.Count)
            : Task.FromResult(found);
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<GroupLimitsView>> ListLimits() =>
        Task.FromResult(_limits.Limited.Select(l => ViewOf(l.Scope)).ToImmutableArray());

    /// <inheritdoc/>
    public async Task<GroupLimitsView?> FindLimits(string scope) => await IsThereAsync(scope) ? ViewOf(scope) : null;

    /// <inheritdoc/>
    public async Task<GroupLimitsView?> SetLimits(
        string scope, ImmutableArray<ExposureLimitValue> limits, string reason, Actor actor)
    {
        if (!await IsThereAsync(scope)) return null;
        var change = new GroupLimits(
            _log.Sequence + 1, clock.GetMicroseconds(), scope, [.. limits.Select(l => l.ToLimit())], reason, actor);
        // Applied after the write.
        await _log.AppendAsync(change, _limits.Apply);
        Log.LimitsSet(logger, scope, limits.Length, reason, actor);
        // Its first records may be archived one day.
        await _log.SaveSnapshotAsync(_log.Durable, LimitJson.Encode(_limits.All), CancellationToken.None);
        return ViewOf(scope);
    }

    private async Task<bool> IsThereAsync(string scope) => BreakerScope.TryParse(scope, out var parsed) && parsed.Kind switch
    {
        BreakerKind.Firm => true,
        BreakerKind.Desk => await FindDesk(parsed.Name) is not null,
        _ => false,
    };

    private GroupLimitsView ViewOf(string scope) => _limits.ToView(
        scope, BreakerScope.TryParse(scope, out var parsed) ? _totals.ExposureOf(parsed) : null, _totals.Missing.Count == 0);

    private Task Show(CancellationToken cancellationToken)
    {
        metrics.Show(_totals.ToView(clock.GetMicroseconds()));
        return Task.CompletedTask;
    }

    private async Task AskSilentAsync(CancellationToken cancellationToken)
    {
        var before = clock.GetMicroseconds() - (long)SilentAfter.TotalMicroseconds;
        var silent = _totals.Reports.Where(r => !r.Positions.IsEmpty && r.At < before).Select(r => r.Account.Account);
        // Those that do not answer must not keep the others from being asked.
        var missing = _totals.Missing.ToArray();
        var waiting = missing.Skip(_askedFrom).Concat(missing.Take(_askedFrom)).Concat(silent).ToArray();
        _askedFrom = missing.Length == 0 ? 0 : (_askedFrom + MostAskedAtOnce) % missing.Length;
        // While the firm or a desk has limits, orders wait for all of them.
        var asked = _limits.Limited.Any() ? waiting : waiting.Take(MostAskedAtOnce);
        foreach (var chunk in asked.Chunk(MostAskedAtOnce)) await Task.WhenAll(chunk.Select(AskAsync));
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
