using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;

namespace TradingOps.Engine.Audit;

/// <summary>
/// Follows the records of one market and compares what accounts say with them, each account at the very report that it speaks
/// of: so it is right while trading goes on.
/// </summary>
public sealed class MarketAudit(Instrument instrument)
{
    private readonly Dictionary<string, AccountTally> _tallies = new(StringComparer.Ordinal);

    /// <summary>Sequence of the last record taken.</summary>
    public long Sequence { get; private set; }

    /// <summary>
    /// Takes the next record. Accounts in <paramref name="statements"/> that speak of a report in it are compared and taken out.
    /// </summary>
    public void Take(
        MarketRecord record, Dictionary<string, MarketStatement> statements, ISet<string> touched,
            List<AuditViolation> violations)
    {
        var sum = 0m;
        foreach (var report in record.Reports())
        {
            if (!_tallies.TryGetValue(report.Account, out var tally)) _tallies.Add(report.Account, tally = new());
            tally.Take(report, instrument);
            touched.Add(report.Account);
            if (report.Kind == BookEventKind.Traded) sum += instrument.ToSignedQuantity(report.Side, report.Quantity);
            Compare(report.Account, tally, statements, violations);
        }
        if (sum != 0)
            violations.Add(new(
                AuditInvariant.FillsSumToZero, null, instrument.Symbol, $"the fills of record {record.Sequence} sum to {sum}"));
        Sequence = record.Sequence;
    }

    /// <summary>
    /// Compares accounts that speak of the last report taken. Those that are left speak of another one: an account that is behind
    /// is compared another time.
    /// </summary>
    public void Compare(Dictionary<string, MarketStatement> statements, List<AuditViolation> violations)
    {
        foreach (var account in statements.Keys.ToArray())
            Compare(account, _tallies.GetValueOrDefault(account) ?? new(), statements, violations);
    }

    /// <summary>Whether all positions together are flat, as they must be.</summary>
    public void CheckSum(List<AuditViolation> violations)
    {
        var sum = _tallies.Values.Sum(t => t.Quantity - t.Delivered);
        if (sum != 0)
            violations.Add(new(AuditInvariant.FillsSumToZero, null, instrument.Symbol, $"all positions together are {sum}"));
    }

    private static void Compare(
        string account, AccountTally tally, Dictionary<string, MarketStatement> statements, List<AuditViolation> violations)
    {
        if (!statements.TryGetValue(account, out var said) || said.Number != tally.Number) return;
        violations.AddRange(tally.Compare(account, said));
        statements.Remove(account);
    }
}
