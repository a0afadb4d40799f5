namespace TradingOps.Engine.Breakers;

/// <summary>Names a breaker: <c>firm</c>, <c>desk:ID</c>, <c>account:ID</c> or <c>symbol:SYM</c>.</summary>
/// <param name="Kind">What it guards.</param>
/// <param name="Name">The desk, the account or the symbol; empty for the firm.</param>
public readonly record struct BreakerScope(BreakerKind Kind, string Name)
{
    private const string FirmText = "firm";
    private const string DeskPrefix = "desk:";
    private const string AccountPrefix = "account:";
    private const string SymbolPrefix = "symbol:";

    /// <summary>The breaker of the whole firm.</summary>
    public static BreakerScope Firm => new(BreakerKind.Firm, "");

    /// <summary>The breaker of a desk.</summary>
    public static BreakerScope Desk(string id) => new(BreakerKind.Desk, id);

    /// <summary>The breaker of an account.</summary>
    public static BreakerScope Account(string id) => new(BreakerKind.Account, id);

    /// <summary>The breaker of a symbol.</summary>
    public static BreakerScope Symbol(string symbol) => new(BreakerKind.Symbol, symbol);

    /// <summary>Reads what <see cref="ToString"/> writes, its kind in any case; false if it names no breaker.</summary>
    public static bool TryParse(string text, out BreakerScope scope)
    {
        scope = Firm;
        if (text.Equals(FirmText, StringComparison.OrdinalIgnoreCase)) return true;
        if (text.StartsWith(DeskPrefix, StringComparison.OrdinalIgnoreCase)) scope = Desk(text[DeskPrefix.Length..]);
        if (text.StartsWith(AccountPrefix, StringComparison.OrdinalIgnoreCase)) scope = Account(text[AccountPrefix.Length..]);
        if (text.StartsWith(SymbolPrefix, StringComparison.OrdinalIgnoreCase)) scope = Symbol(text[SymbolPrefix.Length..]);
        return scope.Name.Length > 0;
    }

    /// <summary>The name as the API writes it.</summary>
    public override string ToString() => Kind switch
    {
        BreakerKind.Desk => DeskPrefix + Name,
        BreakerKind.Account => AccountPrefix + Name,
        BreakerKind.Symbol => SymbolPrefix + Name,
        _ => FirmText,
    };
}
