namespace TradingOps.Engine.Books;

/// <summary>
/// What only stops, icebergs, GTD, linked and cash orders carry, kept apart so that a plain order stays one cache line.
/// </summary>
internal struct OrderTerms
{
    public long StopPrice;
    public long DisplayQuantity;
    public long ExpireAt;
    public long Amount;
    public long CashLimit;
    public long TrailAmount;

    /// <summary>Order of arrival, which decides who is elected and who expires first.</summary>
    public long Sequence;

    /// <summary>Lots that must trade when the order first takes part; 0 for any.</summary>
    public long MinQuantity;

    /// <summary>Lots traded so far, for the entry of exits.</summary>
    public long Filled;

    /// <summary>Of these, the lots that its exits have got.</summary>
    public long Given;

    /// <summary>A market buy that spends <see cref="Amount"/> and has no quantity.</summary>
    public bool ByAmount;

    public int TrailBasisPoints;

    /// <summary>Place in the expiry queue, or -1.</summary>
    public int ExpiryPosition;

    /// <summary>The other order of the pair, or -1.</summary>
    public int Pair;

    /// <summary>The entry whose exit this is, or -1.</summary>
    public int Entry;

    /// <summary>The exits of this entry, or -1.</summary>
    public int TakeProfit;

    public int StopLoss;

    /// <summary>Later trailing stop, or -1.</summary>
    public int NextTrailing;

    /// <summary>Earlier trailing stop, or -1.</summary>
    public int PreviousTrailing;

    /// <summary>Next free slot.</summary>
    public int NextFree;

    public static OrderTerms New() => new()
    {
        ExpiryPosition = -1,
        Pair = -1,
        Entry = -1,
        TakeProfit = -1,
        StopLoss = -1,
        NextFree = -1,
    };
}
