using TradingOps.Engine.Errors;
using TradingOps.Engine.Risk;

namespace TradingOps.Engine.Accounts;

/// <summary>Which accounts exist and who opened them, to bound how many there are.</summary>
/// <param name="limits">The bounds.</param>
public sealed class AccountRegister(AccountRegisterLimits limits)
{
    private const long Minute = 60_000_000;

    private readonly HashSet<string> _accounts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Opener> _openers = new(StringComparer.Ordinal);

    /// <summary>Number of accounts.</summary>
    public int Count => _accounts.Count;

    /// <summary>Whether an account is registered.</summary>
    public bool Contains(string account) => _accounts.Contains(account);

    /// <summary>Registers an account that was opened before there was a register.</summary>
    public void AddEarlier(string account) => _accounts.Add(account);

    /// <summary>
    /// Why another account may not be opened now; null if it may. What the product opens itself is not bounded.
    /// </summary>
    /// <param name="opener">Name of the actor that opens it.</param>
    /// <param name="now">Microseconds since the Unix epoch.</param>
    public Refusal? Check(string opener, long now)
    {
        if (opener.StartsWith("system:", StringComparison.Ordinal)) return null;
        var (count, lately) =
            _openers.TryGetValue(opener, out var known) ? (known.Count, known.CountSince(now - Minute)) : (0, 0);
        if (Count >= limits.MaxAccounts)
            return new(TradingError.AccountLimit, $"there are {Count} accounts, {limits.MaxAccounts} are allowed");
        if (count >= limits.MaxAccountsPerKey)
            return new(TradingError.AccountLimit,
                $"key '{opener}' opened {count} accounts, {limits.MaxAccountsPerKey} are allowed");
        return lately < limits.MaxNewAccountsPerMinute ? null : new(TradingError.AccountRate,
            $"key '{opener}' opened {lately} accounts in the last minute, {limits.MaxNewAccountsPerMinute} are allowed");
    }

    /// <summary>Applies a registration.</summary>
    public void Apply(AccountRegistration registration)
    {
        if (!_accounts.Add(registration.Account)) return;
        if (!_openers.TryGetValue(registration.Actor.Name, out var opener)) _openers.Add(registration.Actor.Name, opener = new());
        opener.Add(registration.Time);
    }

    private sealed class Opener
    {
        private readonly Queue<long> _lately = new();

        public int Count { get; private set; }

        public void Add(long time)
        {
            Count++;
            _lately.Enqueue(time);
            CountSince(time - Minute);
        }

        public int CountSince(long time)
        {
            while (_lately.TryPeek(out var first) && first <= time) _lately.Dequeue();
            return _lately.Count;
        }
    }
}
