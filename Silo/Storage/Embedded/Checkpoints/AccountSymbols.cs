namespace TradingOps.Silo.Storage.Embedded.Checkpoints;

/// <summary>The symbols in whose markets each account ever had an order. Used under the lock of the index.</summary>
internal sealed class AccountSymbols
{
    private readonly Dictionary<string, HashSet<string>> _byAccount = new(StringComparer.Ordinal);

    /// <summary>Adds a symbol of an account.</summary>
    public void Add(string account, string symbol)
    {
        if (!_byAccount.TryGetValue(account, out var symbols)) _byAccount.Add(account, symbols = []);
        symbols.Add(symbol);
    }

    /// <summary>The symbols of an account.</summary>
    public IReadOnlyCollection<string> List(string account) =>
        _byAccount.TryGetValue(account, out var symbols) ? [.. symbols] : [];

    /// <summary>Writes all of them.</summary>
    public void WriteTo(BinaryWriter writer, SymbolNumbers numbers)
    {
        writer.Write(_byAccount.Count);
        foreach (var (account, symbols) in _byAccount)
        {
            writer.Write(account);
            writer.Write(symbols.Count);
            foreach (var symbol in symbols) writer.Write(numbers.Find(symbol).Number);
        }
    }

    /// <summary>Reads what <see cref="WriteTo"/> wrote.</summary>
    public void ReadFrom(BinaryReader reader, SymbolNumbers numbers)
    {
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var account = reader.ReadString();
            for (var more = reader.ReadInt32(); more > 0; more--) Add(account, numbers[reader.ReadInt32()]);
        }
    }
}
