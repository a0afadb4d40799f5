using Microsoft.Extensions.Logging;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Actors;
using TradingOps.Engine.Books;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Risk;
using TradingOps.Engine.Sessions;
using TradingOps.Grains.Feeds;
using TradingOps.Grains.Journaling;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Accounts;

/// <summary>
/// The account and its own stream: its opening, its cash moves, its settings, its days, its high-water marks and the orders
/// refused to it. A record takes effect when it is durable. Methods that append throw <see cref="TradingUnavailableException"/>
/// if the record is not stored or its outcome is unknown. Used within one grain's turns only.
/// </summary>
internal sealed class AccountLog
{
    /// <summary>
    /// A rise of the high-water mark is recorded at most this often. After a restart without a checkpoint, the mark may lack a
    /// rise of less than a thousandth, or one that is newer than this.
    /// </summary>
    private static readonly TimeSpan RecordMarkEvery = TimeSpan.FromMinutes(1);

    /// <summary>
    /// A silo that stood still may save an older checkpoint of this account when it wakes, before it learns that it was evicted:
    /// the last one is saved once more, when that is surely over.
    /// </summary>
    private static readonly TimeSpan SaveAgainAfter = TimeSpan.FromSeconds(30);

    private static readonly RecordCodec<AccountRecord> Codec =
        new(AccountJson.Encode, bytes => AccountJson.DecodeRecord(bytes.Span));

    private readonly GrainLog<AccountRecord> _log;
    private readonly TimeProvider _clock;
    private readonly FeedSignal _changed;
    private readonly Dictionary<string, (decimal Amount, Task Stored)> _moving = new(StringComparer.Ordinal);
    private Task? _opening;

    /// <summary>Cash that is being moved: it comes to the equity when it is stored.</summary>
    private decimal _cashMoving;
    private long? _markRecordedAt;
    private (long Sequence, long Progress, EquityCurve Equity) _checkpoint;

    /// <summary>When the last checkpoint was saved, while it has to be saved once more; else null.</summary>
    private long? _savedAt;

    private AccountLog(GrainLog<AccountRecord> log, Account account, TimeProvider clock, FeedSignal changed) =>
        (_log, Account, _clock, _changed) = (log, account, clock, changed);

    /// <summary>The account, as of the records and reports that were applied.</summary>
    public Account Account { get; private set; }

    /// <summary>Whether the account was ever opened.</summary>
    public bool IsOpened => _log.Durable > 0;

    /// <summary>Why the store takes no records now, as far as it knows; null if it takes them.</summary>
    public string? StoreFault => _log.StoreFault;

    /// <summary>Throws <see cref="TradingUnavailableException"/> if the store takes no records now.</summary>
    public void ThrowIfStoreFaulted() => _log.ThrowIfStoreFaulted();

    /// <summary>Sequence of the last durable record of the account's own stream.</summary>
    public long Sequence => _log.Durable;

    /// <summary>
    /// Reads the checkpoint and the records after it. <see cref="TradingUnavailableException"/> if they cannot be read.
    /// </summary>
    /// <param name="account">Id of the account.</param>
    /// <param name="days">The trading days.</param>
    /// <param name="journal">The store.</param>
    /// <param name="changed">Set when a record has taken effect.</param>
    /// <param name="clock">The time.</param>
    /// <param name="deactivate">Called when a record could not be stored.</param>
    /// <param name="logger">For faults.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<AccountLog> OpenAsync(
        string account, TradingDays days, IJournal journal, FeedSignal changed, TimeProvider clock, Action deactivate,
        ILogger logger, CancellationToken cancellationToken)
    {
        var log = new GrainLog<AccountRecord>(journal, JournalStreams.Account(account), Codec, deactivate, logger);
        var opened = new AccountLog(log, new(account, days), clock, changed);
        await log.OpenAsync(
            state => opened.Account = new(AccountJson.DecodeCheckpoint(state.Span), days), cancellationToken);
        await foreach (var record in log.ReplayAsync(cancellationToken)) opened.Apply(record);
        opened._checkpoint = (log.Durable, 0, opened.Account.Equity);
        return opened;
    }

    /// <summary>The durable records from a sequence on, in order, with their sequences.</summary>
    public IAsyncEnumerable<(long Sequence, AccountRecord Record)> ReadAsync(long fromSequence) =>
        _log.ReadAsync(fromSequence, CancellationToken.None);

    /// <summary>Opens the account. Returns whether this call did; later calls wait for the first.</summary>
    public async Task<bool> OpenAccountAsync(decimal cash, AccountLimits limits, DateOnly day, Actor actor)
    {
        if (IsOpened) return false;
        if (_opening is not null)
        {
            await _opening;
            return false;
        }
        _opening = AppendAsync(Next(AccountRecordKind.Opened, actor) with { Amount = cash, Limits = limits, Day = day });
        await _opening;
        return true;
    }

    /// <summary>The cash move of a reference and the task of its write; null if the reference is new.</summary>
    public (decimal Amount, Task Stored)? FindMove(string reference) =>
        _moving.TryGetValue(reference, out var moving) ? moving
        : Account.Moves.TryGetValue(reference, out var amount) ? (amount, Task.CompletedTask)
        : null;

    /// <summary>Moves cash in (positive) or out; what goes out is withheld from orders while the move is being stored.</summary>
    /// <param name="amount">In currency.</param>
    /// <param name="reference">What the mover calls it; null for none.</param>
    /// <param name="equity">The equity before, in currency.</param>
    /// <param name="actor">Who moves it.</param>
    public async Task MoveCashAsync(decimal amount, string? reference, decimal equity, Actor actor)
    {
        var withdrawal = Math.Max(0, -amount);
        Account.HoldWithdrawal(withdrawal);
        var stored = AppendAsync(Next(AccountRecordKind.CashMoved, actor) with
        {
            Amount = amount,
            Reference = reference,
            EquityBefore = equity + _cashMoving,
        });
        _cashMoving += amount;
        if (reference is not null) _moving.Add(reference, (amount, stored));
        try
        {
            await stored;
        }
        finally
        {
            _cashMoving -= amount;
            Account.ReleaseWithdrawal(withdrawal);
            if (reference is not null) _moving.Remove(reference);
        }
    }

    /// <summary>Changes limits, terms, owner, desk, or several of them; what is null stays.</summary>
    public Task ChangeAsync(
        Actor actor, AccountLimits? limits = null, AccountTerms? terms = null, string? owner = null,
        string? desk = null, string? reason = null) =>
        AppendAsync(Next(AccountRecordKind.Changed, actor) with
        {
            Limits = limits,
            Terms = terms,
            Owner = owner,
            Desk = desk,
            Reason = reason,
        });

    /// <summary>Says how many shares of a stock are located to be borrowed.</summary>
    public Task LocateAsync(Locate locate, string reason, Actor actor) =>
        AppendAsync(Next(AccountRecordKind.Located, actor) with { Locate = locate, Reason = reason });

    /// <summary>Begins a trading day, and records the high-water mark that it begins below.</summary>
    public async Task StartDayAsync(DayClose close, DateOnly day, Actor actor, string? reason = null)
    {
        await AppendAsync(Next(AccountRecordKind.DayStarted, actor) with
        {
            Amount = close.Equity,
            Day = day,
            Close = close,
            Reason = reason,
        });
        if (Account.Equity.HighWaterMark > Account.Equity.RecordedMark) await RecordMarkAsync();
    }

    /// <summary>
    /// Records the high-water mark if it rose enough and the last record of it is old enough, so that a drawdown limit holds
    /// after a start without a checkpoint.
    /// </summary>
    public async Task RecordHighWaterMarkAsync()
    {
        var isRecent = _markRecordedAt is { } at && _clock.GetElapsedTime(at) < RecordMarkEvery;
        if (IsOpened && !isRecent && Account.Equity.IsWorthRecording && StoreFault is null) await RecordMarkAsync();
    }

    /// <summary>Stores an order that was refused.</summary>
    public async Task<DeniedOrder> DenyAsync(
        OrderSpec spec, OrderRequest request, Refusal refusal, Actor actor)
    {
        var record = Next(AccountRecordKind.Denied, actor);
        // An account's name may end like an order's number; the prefix keeps these ids apart from a market's.
        var denied = new DeniedOrder(
            $"rejected-{Account.Id}-{record.Sequence}", request.Symbol, request.ClientOrderId,
            spec.ToCommand(record.Time), refusal.Code.ToName(), refusal.Detail)
        {
            Tag = request.Tag,
        };
        await AppendAsync(record with { Denied = denied });
        return denied;
    }

    /// <summary>Ends this activation if another one has appended to the account's stream.</summary>
    public Task EndIfSupersededAsync(CancellationToken cancellationToken) => _log.EndIfSupersededAsync(cancellationToken);

    /// <summary>Saves the account's state if it changed.</summary>
    /// <param name="progress">How far the markets were followed.</param>
    /// <param name="cancellationToken">Stops the saving.</param>
    public async Task CheckpointAsync(long progress, CancellationToken cancellationToken)
    {
        var now = (Sequence: _log.Durable, Progress: progress, Account.Equity);
        var isSame = (now.Sequence, now.Progress) == (_checkpoint.Sequence, _checkpoint.Progress)
            && !now.Equity.IsWorthKeeping(_checkpoint.Equity);
        var isRepeat = isSame && _savedAt is { } at && _clock.GetElapsedTime(at) >= SaveAgainAfter;
        if (!IsOpened || (isSame && !isRepeat)) return;
        _savedAt = isRepeat ? null : _clock.GetTimestamp();
        var before = _checkpoint;
        _checkpoint = now;
        var isSaved = await _log.SaveSnapshotAsync(now.Sequence, AccountJson.Encode(Account.ToCheckpoint()), cancellationToken);
        if (!isSaved) _checkpoint = before;
    }

    private async Task RecordMarkAsync()
    {
        // A cash move that is being stored shifts the mark when it has taken effect: the next time is soon enough.
        if (_log.Sequence != _log.Durable) return;
        _markRecordedAt = _clock.GetTimestamp();
        await AppendAsync(
            Next(AccountRecordKind.HighWaterMarkRose, Actor.Account) with { Amount = Account.Equity.HighWaterMark });
    }

    private AccountRecord Next(AccountRecordKind kind, Actor actor) =>
        new() { Sequence = _log.Sequence + 1, Time = _clock.GetMicroseconds(), Kind = kind, Actor = actor };

    private async Task AppendAsync(AccountRecord record)
    {
        // Applied after the write.
        await _log.AppendAsync(record, Apply);
        _changed.Set();
    }

    private void Apply(AccountRecord record)
    {
        if (record.Limits is { } limits) Account.SetLimits(limits);
        if (record.Terms is { } terms) Account.SetTerms(terms);
        if (record.Owner is { } owner) Account.SetOwner(owner);
        if (record.Desk is { } desk) Account.SetDesk(desk);
        switch (record.Kind)
        {
            case AccountRecordKind.Opened:
                Account.Open(record.Amount, record.Time, record.Day, record.Sequence);
                break;
            case AccountRecordKind.CashMoved:
                Account.MoveCash(record.Amount, record.Reference, record.EquityBefore);
                break;
            case AccountRecordKind.DayStarted:
                Account.StartDay(record.Amount, record.Time, record.Day, record.Sequence);
                break;
            case AccountRecordKind.Located:
                Account.SetLocated(record.Locate!);
                break;
            case AccountRecordKind.HighWaterMarkRose:
                Account.RecordHighWaterMark(record.Amount);
                break;
        }
    }
}
