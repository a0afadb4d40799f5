namespace TradingOps.Engine.Accounts;

/// <summary>What was decided about an account: what it may do, what its fills cost, whose it is.</summary>
internal sealed class AccountSetup
{
    private static readonly AccountTerms NoTerms = new();

    private readonly List<AccountTerms> _terms = [];
    private readonly Dictionary<string, decimal> _located = [];

    /// <summary>What was decided about a new account: nothing.</summary>
    public AccountSetup()
    {
    }

    /// <summary>Restores it from a checkpoint.</summary>
    public AccountSetup(AccountCheckpoint checkpoint)
    {
        (Limits, Owner, Desk) = (checkpoint.Limits, checkpoint.Owner, checkpoint.Desk);
        _located = checkpoint.Located is { } located ? new(located) : [];
        _terms.AddRange(checkpoint.Terms);
    }

    /// <summary>What the account may do at most.</summary>
    public AccountLimits Limits { get; set; } = new();

    /// <summary>Whose account it is; null if it is not known.</summary>
    public string? Owner { get; set; }

    /// <summary>The desk that it belongs to; null for none.</summary>
    public string? Desk { get; set; }

    /// <summary>The terms that fills are booked under, oldest first.</summary>
    public IReadOnlyList<AccountTerms> Terms => _terms;

    /// <summary>Shares that were located to be borrowed, by symbol.</summary>
    public IReadOnlyDictionary<string, decimal> Located => _located;

    /// <summary>The terms of now.</summary>
    public AccountTerms LastTerms => _terms.Count == 0 ? NoTerms : _terms[^1];

    /// <summary>Books fills under these terms from their moment on.</summary>
    public void Add(AccountTerms terms) => _terms.Add(terms);

    /// <summary>Changes how many shares of a stock are located.</summary>
    public void SetLocated(Locate locate) => _located[locate.Symbol] = locate.Quantity;

    /// <summary>The terms of a time, microseconds since the Unix epoch.</summary>
    public AccountTerms TermsAt(long time)
    {
        for (var i = _terms.Count - 1; i >= 0; i--)
            if (_terms[i].From <= time)
                return _terms[i];
        return NoTerms;
    }
}
