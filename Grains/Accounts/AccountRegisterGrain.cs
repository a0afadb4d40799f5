using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Actors;
using TradingOps.Grains.Journaling;

namespace TradingOps.Grains.Accounts;

/// <summary>
/// The register of accounts, in a stream of its own. Accounts that were opened before it count in all, and for no key.
/// </summary>
public sealed class AccountRegisterGrain(
    IJournal journal, IOptions<AccountOptions> options, TimeProvider clock, ILogger<AccountRegisterGrain> logger)
    : TradingGrain, IAccountRegisterGrain
{
    private static readonly RecordCodec<AccountRegistration> Codec =
        new(AccountJson.Encode, bytes => AccountJson.DecodeRegistration(bytes.Span));

    private readonly AccountRegister _register = new(options.Value.RegisterLimits);
    private GrainLog<AccountRegistration> _log = null!;

    /// <inheritdoc/>
    protected override async Task StartAsync(CancellationToken cancellationToken)
    {
        _log = new(journal, JournalStreams.Register, Codec, DeactivateOnIdle, logger);
        await _log.OpenAsync(restore: null, cancellationToken);
        await foreach (var registration in _log.ReplayAsync(cancellationToken)) _register.Apply(registration);
        foreach (var stream in await journal.ListAsync(JournalStreams.AccountPrefix, cancellationToken))
            _register.AddEarlier(JournalStreams.AccountOf(stream)!);
        EndWhenSuperseded(_log.EndIfSupersededAsync);
    }

    /// <inheritdoc/>
    public async Task Add(string account, Actor actor)
    {
        if (_register.Contains(account)) return;
        var now = clock.GetMicroseconds();
        if (_register.Check(actor.Name, now) is { } refusal)
            throw TradingUnavailableException.NothingDone(refusal.Code, refusal.Detail);
        // Applied after the write.
        await _log.AppendAsync(new(_log.Sequence + 1, now, account, actor), _register.Apply);
    }
}
