namespace TradingOps.Engine.Settlement;

/// <summary>The official prices of one instrument, of the newest days that have some.</summary>
public sealed class OfficialPrices
{
    /// <summary>Prices kept: two years of both kinds.</summary>
    public const int MaxKept = 1_000;

    private readonly SortedDictionary<(DateOnly Day, OfficialPriceKind Kind), OfficialPrice> _prices = [];

    /// <summary>All of them, oldest first.</summary>
    public IEnumerable<OfficialPrice> All => _prices.Values;

    /// <summary>The price of the newest day: its settlement, if it has one.</summary>
    public OfficialPrice? Last { get; private set; }

    /// <summary>Whether a day is older than all that are kept, and there is no room for it.</summary>
    public bool IsTooOld(DateOnly day) => _prices.Count >= MaxKept && day < _prices.Keys.First().Day;

    /// <summary>The close of the newest day that has one.</summary>
    public OfficialPrice? LastClose { get; private set; }

    /// <summary>The price of a day; null if none was entered.</summary>
    public OfficialPrice? Find(DateOnly day, OfficialPriceKind kind) => _prices.GetValueOrDefault((day, kind));

    /// <summary>Whether a price of that kind is known for a later day.</summary>
    public bool HasAfter(DateOnly day, OfficialPriceKind kind) => _prices.Keys.Any(k => k.Kind == kind && k.Day > day);

    /// <summary>Keeps a price, in place of the one of its day.</summary>
    public void Put(OfficialPrice price)
    {
        _prices[(price.Day, price.Kind)] = price;
        if (_prices.Count > MaxKept) _prices.Remove(_prices.Keys.First());
        Last = _prices.Values.Last();
        LastClose = _prices.Values.LastOrDefault(p => p.Kind == OfficialPriceKind.Close);
    }

    /// <summary>Writes all prices; <see cref="Read"/> reads them.</summary>
    public void Write(BinaryWriter writer)
    {
        writer.Write(_prices.Count);
        foreach (var price in _prices.Values) price.WriteTo(writer);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public void Read(BinaryReader reader)
    {
        for (var i = reader.ReadInt32(); i > 0; i--) Put(OfficialPrice.ReadFrom(reader));
    }
}
