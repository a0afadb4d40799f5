using System.Runtime.CompilerServices;

namespace TradingOps.Silo.Storage.Embedded.Scratch;

/// <summary>A <see cref="KeyRun"/> as a checkpoint names it.</summary>
/// <param name="Level">How often its entries were merged.</param>
/// <param name="Count">How many entries there are.</param>
/// <param name="File">Its file.</param>
internal readonly record struct KeptRun(int Level, int Count, KeptFile File)
{
    /// <summary>Writes the description.</summary>
    public void WriteTo(BinaryWriter writer)
    {
        writer.Write(Level);
        writer.Write(Count);
        File.WriteTo(writer);
    }

    /// <summary>Reads what <see cref="WriteTo"/> wrote. <see cref="InvalidDataException"/> if it cannot be.</summary>
    public static KeptRun ReadFrom(BinaryReader reader)
    {
        var kept = new KeptRun(reader.ReadInt32(), reader.ReadInt32(), KeptFile.ReadFrom(reader));
        return kept.Count >= 0 && kept.File.Length == (long)kept.Count * Unsafe.SizeOf<KeyEntry>()
            ? kept
            : throw new InvalidDataException($"{kept.File.Name} has {kept.File.Length} bytes for {kept.Count} keys");
    }
}
