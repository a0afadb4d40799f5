using TradingOps.Bodies;
using TradingOps.Bodies.Orders;
using TradingOps.Client.Orders;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Grains;
using TradingOps.Grains.Instruments;
using TradingOps.Hosting.Access;

namespace TradingOps.Client.Streams;

/// <summary>What a reader wants to follow, checked.</summary>
internal sealed record StreamRequest
{
    private const StreamTypes OfSymbols = StreamTypes.Order | StreamTypes.Trade | StreamTypes.Book;
    private const StreamTypes OfPrices = StreamTypes.Quote | StreamTypes.Bar;
    private const StreamTypes OfAccounts = StreamTypes.Order | StreamTypes.Position;

    private static readonly Vocabulary<StreamTypes> TypeWords = new(
        ("order", StreamTypes.Order), ("trade", StreamTypes.Trade), ("position", StreamTypes.Position),
        ("breaker", StreamTypes.Breaker), ("book", StreamTypes.Book), ("quote", StreamTypes.Quote), ("bar", StreamTypes.Bar));

    /// <summary>The accounts whose orders and positions are sent; null for all that the reader may use.</summary>
    public IReadOnlySet<string>? Accounts { get; private init; }

    /// <summary>The symbols whose orders, trades and books are sent.</summary>
    public required IReadOnlySet<string> Symbols { get; init; }

    /// <summary>The types of events.</summary>
    public required StreamTypes Types { get; init; }

    /// <summary>Who reads.</summary>
    public required Caller Caller { get; init; }

    /// <summary>Where to resume; null to begin now.</summary>
    public StreamCursor? From { get; private init; }

    /// <summary>Reads the words of a query or of a subscription; null with why it is refused.</summary>
    public static async Task<(StreamRequest? Request, StreamRefusal? Refusal)> ReadAsync(
        string? account, string? symbol, string? types, string? lastEventId, Caller caller, StreamOptions options,
            IGrainFactory grains)
    {
        if (!TryReadTypes(types, out var wanted, out var wrong))
            return (null,
                new(TradingError.InvalidTypes, TypeWords.Explain("types", wrong)));
        var accounts = Words(account);
        if (accounts?.FirstOrDefault(a => !OrderReader.IsAccount(a)) is { } unfit)
            return (null, new(TradingError.InvalidAccount, OrderReader.ExplainAccount(unfit)));
        if (accounts?.Count > options.MaxAccounts)
            return (null,
                new(TradingError.TooManyAccounts, $"{accounts.Count} accounts, at most {options.MaxAccounts} are allowed"));
        // Orders of all accounts are for callers that may use every account.
        var forbidden = accounts is not null ? accounts.FirstOrDefault(a => !caller.MayUse(a))
            : caller.MayUseEveryAccount || !wanted.HasFlag(StreamTypes.Order) ? null : Caller.AnyAccount;
        if (forbidden is not null)
            return (null,
                new(TradingError.AccountForbidden, $"key '{caller.Name}' may not use account '{Excerpt.Of(forbidden)}'"));
        var from = string.IsNullOrEmpty(lastEventId) ? null : StreamCursor.TryParse(lastEventId);
        if (!string.IsNullOrEmpty(lastEventId) && from is null)
            return (null, new(TradingError.InvalidLastEventId, $"'{Excerpt.Of(lastEventId)}' is not the id of an event"));
        var known = (await grains.GetInstrumentCatalogue().List()).Select(i => i.Symbol).ToHashSet(StringComparer.Ordinal);
        if (from?.Keys.FirstOrDefault(k => !known.Contains(k) && !IsFeed(k)) is { } strange)
            return (null, new(TradingError.InvalidLastEventId,
                $"'{Excerpt.Of(lastEventId)}' is not the id of an event: there is no journal '{Excerpt.Of(strange)}'"));
        var symbols = Words(symbol)?.Select(OptionSymbol.WithoutPadding).ToHashSet(StringComparer.Ordinal) ?? known;
        if (symbols.FirstOrDefault(s => !known.Contains(s)) is { } unknown)
            return (null, new(TradingError.UnknownSymbol,
                UnknownSymbol.Explain(Excerpt.Of(unknown), NearestSymbols.Find(unknown, known))));
        if (symbols.Count > options.MaxSymbols)
            return (null, new(TradingError.TooManySymbols, $"{symbols.Count} symbols, at most {options.MaxSymbols} are allowed"));
        // A symbol that was listed since the reader left is sent from its beginning.
        if (symbols == known) from?.BeginAt(known);
        return (new() { Accounts = accounts, Symbols = symbols, Types = wanted, Caller = caller, From = from }, null);
    }

    /// <summary>Names the feeds that carry all this.</summary>
    public IEnumerable<string> FeedKeys()
    {
        if ((Types & OfSymbols) != 0) foreach (var symbol in Symbols) yield return symbol;
        if ((Types & OfPrices) != 0) foreach (var symbol in Symbols) yield return PriceFeed.KeyOf(symbol);
        if ((Types & OfAccounts) != 0)
            foreach (var account in Accounts ?? new HashSet<string>())
                yield return AccountFeed.KeyOf(account);
        if (Types.HasFlag(StreamTypes.Position) && Accounts is null) yield return DeskFeed.DeskKey;
        if ((Types & StreamTypes.Breaker) != 0) yield return BreakerFeed.BreakersKey;
    }

    /// <summary>The accounts whose open orders the stream begins with; one that resumes knows those of its id.</summary>
    public IEnumerable<string> AccountsToBegin() => Types.HasFlag(StreamTypes.Order)
        ? (Accounts ?? new HashSet<string>()).Where(a => From?[AccountFeed.KeyOf(a)] is null)
        : [];

    /// <summary>Whether this reader receives an event of its feeds.</summary>
    public bool Takes(StreamEvent e) =>
        (e.Type == StreamTypes.None || (Types & e.Type) != 0)
        && (e.Account is null || (Accounts?.Contains(e.Account) ?? Caller.MayUse(e.Account)));

    /// <summary>Whether a key in the id of an event names a feed other than a symbol's.</summary>
    private static bool IsFeed(string key) => key is DeskFeed.DeskKey or BreakerFeed.BreakersKey
        || AccountFeed.IsKey(key) || PriceFeed.IsKey(key);

    private static HashSet<string>? Words(string? list) => string.IsNullOrEmpty(list)
        ? null
        : [.. list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    private static bool TryReadTypes(string? list, out StreamTypes types, out string? wrong)
    {
        (types, wrong) = (StreamTypes.None, null);
        foreach (var word in Words(list) ?? [])
        {
            if (TypeWords.TryRead(word, StreamTypes.None, out var type)) types |= type;
            else wrong ??= word;
        }
        if (types == StreamTypes.None) types = StreamTypes.Default;
        return wrong is null;
    }
}
