using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using TradingOps.Engine.Audit;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Journaling;

namespace TradingOps.Grains.Audit;

/// <summary>
/// Reads what is stored, behind the writers, and compares it with the statements of accounts. An account states itself first
/// and is compared at the report number of its statement, so trading goes on during the audit.
/// </summary>
[KeepAlive]
[Reentrant]
public sealed class AuditGrain(
    IJournal journal, InstrumentCatalogue catalogue, IOptions<AuditOptions> options, AuditMetrics metrics, TimeProvider clock,
    ILogger<AuditGrain> logger) : TradingGrain, IAuditGrain
{
    private readonly Dictionary<string, MarketAudit> _markets = new(StringComparer.Ordinal);
    private readonly HashSet<string> _due = new(StringComparer.Ordinal);
    private ViolationAlarm _alarm = null!;
    private DateTimeOffset? _ended;
    private Task? _running;

    /// <inheritdoc/>
    protected override Task StartAsync(CancellationToken cancellationToken)
    {
        _alarm = new(GrainFactory, metrics, logger);
        this.RegisterGrainTimer(
            _ => AuditDueAsync(), new() { DueTime = options.Value.Every, Period = options.Value.Every, Interleave = true });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<AuditStatus> Wake() => Task.FromResult(new AuditStatus(_ended, _alarm.Count));

    /// <inheritdoc/>
    public async Task<AuditView> Run()
    {
        foreach (var stream in await journal.ListAsync(JournalStreams.AccountPrefix, CancellationToken.None))
            _due.Add(JournalStreams.AccountOf(stream)!);
        return await OneAtATimeAsync();
    }

    private async Task AuditDueAsync()
    {
        try
        {
            await OneAtATimeAsync();
        }
        catch (Exception e) when (GrainCall.IsFailure(e))
        {
            Log.AuditFailed(logger, e);
        }
    }

    private async Task<AuditView> OneAtATimeAsync()
    {
        while (_running is { } other)
            await other.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        var audit = AuditAsync();
        _running = audit;
        try
        {
            return await audit;
        }
        finally
        {
            _running = null;
        }
    }

    private async Task<AuditView> AuditAsync()
    {
        var began = clock.GetTimestamp();
        var pass = await PassAsync([.. _due]);
        // Violations are checked again, alone, before they are reported: they must be found twice.
        var again = pass.Violations.Count == 0
            ? pass
            : await PassAsync([.. pass.Violations.Where(v => v.Account is not null).Select(v => v.Account!).Distinct()]);
        var found = pass.Violations.Where(v => v.Account is null || again.Violations.Any(a => IsSame(a, v))).ToArray();
        foreach (var violation in found) _alarm.Raise(violation);
        await _alarm.SendAsync();
        var ended = clock.GetUtcNow();
        _ended = ended;
        return new(
            ended, clock.GetElapsedTime(began), pass.Accounts, _markets.Count, pass.Records, pass.Compared,
            pass.Postponed, pass.Silent,
            [.. found.Select(v => new ViolationView(v.Invariant, v.Account, v.Symbol, v.Detail))]);
    }

    private static bool IsSame(AuditViolation a, AuditViolation b) =>
        (a.Invariant, a.Account, a.Symbol) == (b.Invariant, b.Account, b.Symbol);

    private async Task<AuditPass> PassAsync(string[] accounts)
    {
        var pass = new AuditPass { Accounts = accounts.Length };
        var said = new Dictionary<string, Dictionary<string, MarketStatement>>(StringComparer.Ordinal);
        foreach (var group in accounts.Chunk(options.Value.AccountsAtOnce))
            foreach (var statement in await Task.WhenAll(group.Select(AskAsync)))
                Note(statement, said, pass);
        var touched = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            foreach (var stream in await journal.ListAsync(JournalStreams.BookPrefix, CancellationToken.None))
                await ReadMarketAsync(JournalStreams.SymbolOf(stream)!, said, touched, pass);
        }
        catch
        {
            // Not all were compared, and what did not add up was not looked at again.
            _due.UnionWith(accounts);
            _due.UnionWith(touched);
            throw;
        }
        pass.Postponed = said.Values.Sum(s => s.Count);
        // Accounts that traded during the audit, or could not be compared, are due the next time.
        _due.UnionWith(touched);
        foreach (var statements in said.Values) _due.UnionWith(statements.Keys);
        return pass;
    }

    private void Note(
        AccountStatement? statement, Dictionary<string, Dictionary<string, MarketStatement>> said, AuditPass pass)
    {
        if (statement is null)
        {
            pass.Silent++;
            return;
        }
        _due.Remove(statement.Account);
        if (statement.Cash != statement.ExpectedCash)
            pass.Violations.Add(new(
                AuditInvariant.CashIsAccountedFor, statement.Account, null,
                $"{statement.ExpectedCash} came in and was traded, the account has {statement.Cash}"));
        if (statement is { IsCashAccount: true, Cash: < 0 })
            pass.Violations.Add(new(
                AuditInvariant.CashAccountsPay, statement.Account, null, $"the cash account has {statement.Cash}"));
        foreach (var market in statement.Markets)
        {
            if (!said.TryGetValue(market.Symbol, out var statements))
                said.Add(market.Symbol, statements = new(StringComparer.Ordinal));
            statements.Add(statement.Account, market.ToStatement());
            pass.Compared++;
        }
    }

    private async Task ReadMarketAsync(
        string symbol, Dictionary<string, Dictionary<string, MarketStatement>> said, HashSet<string> touched, AuditPass pass)
    {
        if (!catalogue.TryGet(symbol, out var instrument)) return;
        if (!_markets.TryGetValue(symbol, out var market)) _markets.Add(symbol, market = new(instrument));
        var statements = said.GetValueOrDefault(symbol) ?? [];
        market.Compare(statements, pass.Violations);
        var records = journal.ReadStreamAsync(JournalStreams.Book(symbol), market.Sequence + 1, CancellationToken.None);
        await foreach (var stored in records)
        {
            market.Take(MarketRecordCodec.Decode(stored.Payload), statements, touched, pass.Violations);
            pass.Records++;
        }
        market.CheckSum(pass.Violations);
    }

    private async Task<AccountStatement?> AskAsync(string account)
    {
        try
        {
            return await GrainFactory.GetAccount(account).GetStatement();
        }
        catch (Exception e) when (GrainCall.IsFailure(e))
        {
            // It stays due.
            Log.AccountSilent(logger, account, e);
            return null;
        }
    }
}
