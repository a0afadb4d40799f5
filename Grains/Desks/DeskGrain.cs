using System.Collections.Immutable;
using Orleans.Concurrency;
using TradingOps.Engine.Actors;
using TradingOps.Engine.Breakers;
using TradingOps.Engine.Errors;
using TradingOps.Grains.Breakers;

namespace TradingOps.Grains.Desks;

/// <summary>The breaker of a desk. A change is stored, then sent to every silo, and only then answered.</summary>
/// <remarks>
/// Reentrant, so that it is read while a change is being sent. The invariant that makes this safe: the breaker changes in
/// <see cref="BreakerHost"/> only, one change at a time.
/// </remarks>
[Reentrant]
public sealed class DeskGrain(BreakerServices services) : TradingGrain, IDeskGrain
{
    private const int FlattenedAtOnce = 16;

    private static readonly TimeSpan EvaluateEvery = TimeSpan.FromSeconds(1);

    private readonly DeskBreaker _breaker = new(services.Options.Probation);
    private BreakerHost _host = null!;

    private string Desk => this.GetPrimaryKeyString();

    /// <inheritdoc/>
    protected override async Task StartAsync(CancellationToken cancellationToken)
    {
        _host = await BreakerHost.OpenRegisteredAsync(
            BreakerScope.Desk(Desk), _breaker, services, GrainFactory, DeactivateOnIdle, isAwaited: true, cancellationToken);
        EndWhenSuperseded(_host.EndIfSupersededAsync);
        this.RegisterGrainTimer(
            _ => _host.MoveAsync(_breaker.Evaluate),
            new() { DueTime = EvaluateEvery, Period = EvaluateEvery, Interleave = true });
    }

    /// <inheritdoc/>
    public async Task<BreakerView?> GetBreaker() => await IsThereAsync() ? _host.View : null;

    /// <inheritdoc/>
    public async Task<BreakerView?> Trip(string reason, string who) =>
        await IsThereAsync() ? await _host.TripAsync(reason, who) : null;

    /// <inheritdoc/>
    public async Task<BreakerView?> TripToReduce(string reason, string who) =>
        await IsThereAsync() ? await _host.TripToReduceAsync(reason, who) : null;

    /// <inheritdoc/>
    public async Task<BreakerView?> Kill(string reason, string who) =>
        await IsThereAsync() ? await _host.KillAsync(reason, who) : null;

    /// <inheritdoc/>
    public async Task<BreakerAnswer?> Reset(string reason, string who) =>
        await IsThereAsync() ? await _host.ResetAsync(reason, who) : null;

    /// <inheritdoc/>
    public async Task<BreakerAnswer?> Approve(string reason, string who) =>
        await IsThereAsync() ? await _host.ApproveAsync(reason, who) : null;

    /// <inheritdoc/>
    public Task<ImmutableArray<BreakerView>> ReadHistory(long? before, int limit) => _host.ReadHistoryAsync(before, limit);

    /// <inheritdoc/>
    public async Task<ImmutableArray<DeskFlattened>?> Flatten(string? symbol, Actor actor)
    {
        if (await GrainFactory.GetFirm().FindDesk(Desk) is not { } desk) return null;
        if (desk.Figures.MissingAccounts is > 0 and var missing)
            throw UnreportedAccounts.ErrorOf(Desk, missing);
        var flattened = ImmutableArray.CreateBuilder<DeskFlattened>(desk.Accounts.Length);
        foreach (var accounts in desk.Accounts.Chunk(FlattenedAtOnce))
            flattened.AddRange(await Task.WhenAll(accounts.Select(account => FlattenAsync(account, symbol, actor))));
        return flattened.DrainToImmutable();
    }

    /// <summary>An account that does not answer does not block the others.</summary>
    private async Task<DeskFlattened> FlattenAsync(string account, string? symbol, Actor actor)
    {
        try
        {
            return new(account, await GrainFactory.GetAccount(account).Flatten(symbol, actor), null, null);
        }
        catch (Exception e) when (GrainCall.IsFailure(e))
        {
            return new(account, null, (e as TradingUnavailableException)?.Code ?? TradingError.OutcomeUnknown, e.Message);
        }
    }

    /// <summary>A desk that was stopped once stays there, even if no account names it any more.</summary>
    private async Task<bool> IsThereAsync() =>
        _host.View.Sequence > 0 || await GrainFactory.GetFirm().FindDesk(Desk) is not null;
}
