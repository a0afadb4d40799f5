using TradingOps.Engine.Accounts;
using TradingOps.Engine.Risk;
using TradingOps.Grains.Books;
using TradingOps.Grains.Journaling;

namespace TradingOps.Grains.Accounts;

/// <summary>
/// An account's own stream: its opening, its cash moves and the orders refused to it. What a record says takes effect when it is
/// durable. Used within one grain's turns only.
/// </summary>
internal sealed class AccountJournal
{
    private readonly IJournalStream _stream;
    private readonly TimeProvider _clock;
    private Task<bool>? _opening;
    private readonly Dictionary<string, (decimal Amount, Task<bool> Stored)> _moving = new(StringComparer.Ordinal);
    private long _sequence;
    private long _durable;
    private (long Sequence, long Progress, EquityCurve Equity) _checkpoint;

    private AccountJournal(IJournalStream stream, Account account, TimeProvider clock)
    {
        _stream = stream;
        _clock = clock;
        Account = account;
    }

    /// <summary>The account, as far as its own stream and its checkpoint tell.</summary>
    public Account Account { get; }

    /// <summary>Whether the account was ever opened.</summary>
    public bool IsOpened => _durable > 0;

    /// <summary>Sequence of the last durable record of the account's own stream.</summary>
    public long Sequence => _durable;

    /// <summary>Reads the checkpoint and what came after. <see cref="JournalException"/> if that cannot be had.</summary>
    public static async Task<AccountJournal> OpenAsync(
        string account, IJournal journal, TimeProvider clock, CancellationToken cancellationToken)
    {
        var stream = await journal.OpenAsync(JournalStreams.Account(account), cancellationToken);
        var snapshot = await stream.LoadSnapshotAsync(cancellationToken);
        var opened = new AccountJournal(stream, new(account), clock);
        if (snapshot is not null)
            opened = new(stream, new(AccountJson.DecodeCheckpoint(snapshot.State.Span)), clock) { _sequence = snapshot.Sequence };
        await foreach (var record in journal.ReadAsync(stream.Name, opened._sequence + 1, cancellationToken))
        {
            opened.Apply(AccountJson.DecodeRecord(record.Payload.Span));
            opened._sequence = record.Sequence;
        }
        opened._durable = opened._sequence;
        opened._checkpoint = (opened._sequence, 0, opened.Account.Equity);
        return opened;
    }

    /// <summary>Opens the account; true if this call did. Calls that come meanwhile wait for the first.</summary>
    public async Task<bool> OpenAccountAsync(decimal cash, AccountLimits limits, DateOnly day)
    {
        if (IsOpened) return false;
        if (_opening is not null)
        {
            await _opening;
            return false;
        }
        _opening = AppendAsync(new()
        {
            Sequence = 0,
            Time = _clock.GetMicroseconds(),
            Kind = AccountRecordKind.Opened,
            Amount = cash,
            Limits = limits,
            Day = day,
        });
        return await _opening;
    }

    /// <summary>A move of cash under a reference, which may still be on its way to the store; null if there was none.</summary>
    public (decimal Amount, Task<bool> Stored)? FindMove(string reference) =>
        _moving.TryGetValue(reference, out var moving) ? moving
        : Account.Moves.TryGetValue(reference, out var amount) ? (amount, Task.FromResult(true))
        : null;

    /// <summary>Moves cash in (positive) or out.</summary>
    public async Task<bool> MoveCashAsync(decimal amount, string? reference)
    {
        var leaving = Math.Max(0, -amount);
        Account.Leave(leaving);
        var stored = AppendAsync(new()
        {
            Sequence = 0,
            Time = _clock.GetMicroseconds(),
            Kind = AccountRecordKind.CashMoved,
            Amount = amount,
            Reference = reference,
        });
        if (reference is not null) _moving.Add(reference, (amount, stored));
        try
        {
            return await stored;
        }
        finally
        {
            Account.Stay(leaving);
            if (reference is not null) _moving.Remove(reference);
        }
    }

    /// <summary>Changes limits, terms, or both.</summary>
    public Task<bool> ChangeAsync(AccountLimits? limits, AccountTerms? terms) => AppendAsync(new()
    {
        Sequence = 0,
        Time = _clock.GetMicroseconds(),
        Kind = AccountRecordKind.Changed,
        Limits = limits,
        Terms = terms,
    });

    /// <summary>Begins a trading day.</summary>
    public Task<bool> StartDayAsync(decimal equity, DateOnly day) => AppendAsync(new()
    {
        Sequence = 0,
        Time = _clock.GetMicroseconds(),
        Kind = AccountRecordKind.DayStarted,
        Amount = equity,
        Day = day,
    });

    /// <summary>Stores an order that was refused.</summary>
    public async Task<DeniedOrder> DenyAsync(PlaceOrder order, string symbol, Refusal refusal)
    {
        var time = _clock.GetMicroseconds();
        // An account's name may end like an order's number, so the word in front keeps these ids apart from a market's.
        var denied = new DeniedOrder(
            $"rejected-{Account.Id}-{_sequence + 1}", symbol, order.ClientOrderId, order.ToCommand(time), refusal.Code,
                refusal.Detail);
        await AppendAsync(new() { Sequence = 0, Time = time, Kind = AccountRecordKind.Denied, Denied = denied });
        return denied;
    }

    /// <summary>Keeps the account's state if it changed. <see cref="JournalException"/> if it was not kept.</summary>
    /// <param name="progress">How far the markets were followed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task CheckpointAsync(long progress, CancellationToken cancellationToken)
    {
        var now = (_durable, progress, Account.Equity);
        var isSame = (now._durable, progress) == (_checkpoint.Sequence, _checkpoint.Progress);
        if (!IsOpened || (isSame && !now.Equity.IsWorthKeeping(_checkpoint.Equity))) return;
        var before = _checkpoint;
        _checkpoint = now;
        try
        {
            await _stream.SaveSnapshotAsync(_durable, AccountJson.Encode(Account.ToCheckpoint()), cancellationToken);
        }
        catch (JournalException)
        {
            _checkpoint = before;
            throw;
        }
    }

    private async Task<bool> AppendAsync(AccountRecord record)
    {
        record = record with { Sequence = ++_sequence };
        await _stream.AppendAsync(record.Sequence, AccountJson.Encode(record));
        Apply(record);
        _durable = Math.Max(_durable, record.Sequence);
        return true;
    }

    private void Apply(AccountRecord record)
    {
        if (record.Limits is { } limits) Account.SetLimits(limits);
        if (record.Terms is { } terms) Account.SetTerms(terms);
        switch (record.Kind)
        {
            case AccountRecordKind.Opened:
                Account.Open(record.Amount, record.Time, record.Day);
                break;
            case AccountRecordKind.CashMoved:
                Account.MoveCash(record.Amount, record.Reference);
                break;
            case AccountRecordKind.DayStarted:
                Account.StartDay(record.Amount, record.Time, record.Day);
                break;
        }
    }
}
