namespace TradingOps.Engine.Markets;

/// <summary>
/// The trades of a market that were busted or corrected, or are to be: of each the last that was decided. Follows the market's
/// records.
/// </summary>
public sealed class TradeBusts
{
    private readonly SortedDictionary<(long Sequence, int Trade), TradeBust> _busts = [];

    /// <summary>What is known of each of them, in order.</summary>
    public IReadOnlyCollection<TradeBust> All => _busts.Values;

    /// <summary>What is known of a trade; null for one that stands as it was made.</summary>
    public TradeBust? Find(long sequence, int trade) => _busts.GetValueOrDefault((sequence, trade));

    /// <summary>Follows a record.</summary>
    internal void Follow(MarketRecord record)
    {
        if (record.Bust is { } bust) _busts[(bust.Sequence, bust.Trade)] = bust;
    }

    internal void Write(BinaryWriter writer)
    {
        writer.Write(_busts.Count);
        foreach (var bust in _busts.Values) bust.WriteTo(writer);
    }

    internal void Read(BinaryReader reader)
    {
        for (var i = reader.ReadInt32(); i > 0; i--)
        {
            var bust = TradeBust.ReadFrom(reader);
            _busts.Add((bust.Sequence, bust.Trade), bust);
        }
    }
}
