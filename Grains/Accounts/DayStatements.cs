using System.Collections.Immutable;
using TradingOps.Engine.Accounts;

namespace TradingOps.Grains.Accounts;

/// <summary>
/// The statements of an account's days, from the records that began them: a day ends where the next one begins, so two statements
/// that follow each other agree. Used within one grain's turns only.
/// </summary>
internal sealed class DayStatements(AccountLog log, AccountValuation valuation, MarkReader marks)
{
    /// <summary>Statements, newest first; null if the account was never opened.</summary>
    /// <param name="before">The sequence of the statement that they come before; null for all.</param>
    /// <param name="limit">Most statements.</param>
    public async Task<ImmutableArray<DayStatement>?> ListAsync(long? before, int limit)
    {
        if (!log.IsOpened) return null;
        var starts = log.Account.DayStarts.Where(s => before is null || s <= before).TakeLast(limit + 1).ToArray();
        AccountRecord? next = null;
        var statements = ImmutableArray.CreateBuilder<DayStatement>();
        if (before is null)
        {
            await marks.RefreshAsync();
            starts = [.. starts.TakeLast(limit)];
        }
        foreach (var sequence in starts.Reverse())
        {
            var record = await ReadAsync(sequence);
            // An earlier version kept no figures of the day.
            if (CloseOf(record) is not { } opening) break;
            if (next is not null) statements.Add(Of(record, opening, next, CloseOf(next)!));
            else if (before is null) statements.Add(Of(record, opening, null, valuation.Close(null)));
            next = record;
        }
        return statements.ToImmutable();
    }

    private async Task<AccountRecord> ReadAsync(long sequence)
    {
        await foreach (var (_, record) in log.ReadAsync(sequence)) return record;
        throw new InvalidDataException($"{log.Account.Id} has no record {sequence}, which began a day");
    }

    private static DayClose? CloseOf(AccountRecord record) => record.Kind == AccountRecordKind.Opened
        ? DayClose.Opened(record.Amount)
        : record.Close;

    private static DayStatement Of(AccountRecord began, DayClose opening, AccountRecord? ended, DayClose closing) => new(
        began.Day, began.Sequence, Time.FromMicroseconds(began.Time), ended is null ? null : Time.FromMicroseconds(ended.Time),
        SideOf(opening), SideOf(closing));

    private static StatementSide SideOf(DayClose close) => new(
        close.Cash, close.Equity, close.CashIn, close.Trade, close.Variation, close.Exercise, close.Fees, close.Unrealized,
        [.. close.Positions.Select(p => new StatementPosition(p.Symbol, p.Quantity, p.AveragePrice, p.Price, p.Unrealized))]);
}
