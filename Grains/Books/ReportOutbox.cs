using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using TradingOps.Engine.Markets;

namespace TradingOps.Grains.Books;

/// <summary>
/// Delivers the durable reports of a market to the accounts, each at least once and until acknowledged: at most one call
/// per account is in flight, and reports that come during it go with the next. Used within one grain's turns only.
/// </summary>
internal sealed class ReportOutbox(
    string symbol, IGrainFactory grains, BookOptions options, BookMetrics metrics, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>Takes reports that are not yet durable; <see cref="Release"/> lets them go.</summary>
    public void Add(ImmutableArray<ExecutionReport> reports)
    {
        foreach (var report in reports)
        {
            var entry = EntryOf(report.Account);
            // Beyond the bound the account reads the journal instead, as it does whenever it sees a gap.
            if (entry.Held.Count >= options.MaxReportsHeld) entry.Held.Clear();
            entry.Held.Enqueue(report);
        }
    }

    /// <summary>
    /// Reports became durable: delivers them, but not to the caller of the command, whose answer carries its own.
    /// </summary>
    public void Release(ImmutableArray<ExecutionReport> reports, string? caller)
    {
        foreach (var report in reports) EntryOf(report.Account).Release(report.Number);
        foreach (var report in reports)
            if (report.Account != caller)
                Begin(report.Account);
    }

    /// <summary>An account says how far it has come.</summary>
    public void Acknowledge(string account, long number) => EntryOf(account).Acknowledge(number);

    /// <summary>Number of the last report that an account has acknowledged; 0 for none.</summary>
    public long AcknowledgedBy(string account) => _entries.TryGetValue(account, out var entry) ? entry.Acknowledged : 0;

    /// <summary>Delivers once more what an account has not acknowledged since the last time this was called.</summary>
    public void Redeliver()
    {
        foreach (var (account, entry) in _entries)
        {
            if (entry.Acknowledged < entry.DurableBefore && !entry.IsDelivering)
            {
                metrics.Redelivered(entry.DurableBefore - entry.Acknowledged);
                Begin(account);
            }
            entry.DurableBefore = entry.Durable;
        }
    }

    /// <summary>After a restart: all that was not acknowledged by the time of the snapshot is offered again.</summary>
    public void Restore(IReadOnlyList<MarketAccount> accounts)
    {
        foreach (var account in accounts)
        {
            var entry = EntryOf(account.Name);
            entry.Release(account.LastNumber);
            entry.DurableBefore = account.LastNumber;
        }
    }

    /// <summary>Writes who has acknowledged what.</summary>
    public void WriteAcknowledged(BinaryWriter writer)
    {
        writer.Write(_entries.Count);
        foreach (var (account, entry) in _entries)
        {
            writer.Write(account);
            writer.Write(entry.Acknowledged);
        }
    }

    /// <summary>Reads what <see cref="WriteAcknowledged"/> wrote.</summary>
    public void ReadAcknowledged(BinaryReader reader)
    {
        for (var i = reader.ReadInt32(); i > 0; i--) EntryOf(reader.ReadString()).Acknowledge(reader.ReadInt64());
    }

    private void Begin(string account)
    {
        var entry = _entries[account];
        if (!entry.IsDelivering) _ = DeliverAsync(account, entry);
    }

    private async Task DeliverAsync(string account, Entry entry)
    {
        entry.IsDelivering = true;
        try
        {
            for (var pause = FirstPause; entry.Acknowledged < entry.Durable;)
            {
                var reports = entry.Held.Where(r => r.Number <= entry.Durable).Take(options.MaxReportsDelivered)
                    .ToImmutableArray();
                var last = reports.IsEmpty ? entry.Durable : reports[^1].Number;
                var acknowledged = await grains.GetAccount(account).Deliver(new(symbol, reports, last));
                entry.Acknowledge(acknowledged);
                if (acknowledged >= last)
                {
                    pause = FirstPause;
                    continue;
                }
                // It could not apply them yet: sent again at once, they would keep both sides busy without end.
                await Task.Delay(pause, clock);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
        catch (Exception e)
        {
            // Whatever it was, it is delivered again: an account that stays silent never loses a report.
            Log.DeliveryFailed(logger, symbol, account, e);
        }
        finally
        {
            entry.IsDelivering = false;
        }
    }

    private Entry EntryOf(string account)
    {
        if (!_entries.TryGetValue(account, out var entry)) _entries.Add(account, entry = new());
        return entry;
    }

    private sealed class Entry
    {
        public Queue<ExecutionReport> Held { get; } = new();

        public long Acknowledged { get; private set; }

        public long Durable { get; private set; }

        public long DurableBefore { get; set; }

        public bool IsDelivering { get; set; }

        // Turns need not go on in the order of their sequence: what is durable never becomes less.
        public void Release(long number) => Durable = Math.Max(Durable, number);

        public void Acknowledge(long number)
        {
            Acknowledged = Math.Max(Acknowledged, number);
            while (Held.TryPeek(out var report) && report.Number <= Acknowledged) Held.Dequeue();
        }
    }
}
