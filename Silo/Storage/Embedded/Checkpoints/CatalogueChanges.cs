using TradingOps.Engine.Instruments;

namespace TradingOps.Silo.Storage.Embedded.Checkpoints;

/// <summary>The last durable change of each instrument. Used by one thread.</summary>
internal sealed class CatalogueChanges(InstrumentCatalogue catalogue)
{
    private readonly Dictionary<string, InstrumentChange> _bySymbol = new(StringComparer.Ordinal);

    /// <summary>Takes in the next change.</summary>
    public void Apply(InstrumentChange change)
    {
        catalogue.Apply(change);
        _bySymbol[change.Instrument.Symbol] = change;
    }

    /// <summary>Writes the changes.</summary>
    public void WriteTo(BinaryWriter writer)
    {
        writer.Write(_bySymbol.Count);
        foreach (var change in _bySymbol.Values)
        {
            var payload = InstrumentJson.Encode(change);
            writer.Write(payload.Length);
            writer.Write(payload);
        }
    }

    /// <summary>Reads what <see cref="WriteTo"/> wrote; <see cref="Resume"/> is to follow.</summary>
    public void ReadFrom(BinaryReader reader)
    {
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var change = InstrumentJson.Decode(reader.ReadBytes(reader.ReadInt32()));
            _bySymbol[change.Instrument.Symbol] = change;
        }
    }

    /// <summary>Takes the catalogue to where the checkpoint was.</summary>
    public void Resume() => catalogue.Restore([.. _bySymbol.Values.OrderBy(c => c.Sequence)]);
}
