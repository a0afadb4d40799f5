namespace TradingOps.Silo.Storage.Embedded.Scratch;

/// <summary>A scratch file that a checkpoint names, as it was then. What was appended since is of no use.</summary>
/// <param name="Name">Its name in the folder of the index.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Sum">The XxHash3 of these bytes; says nothing about a file that was written over.</param>
internal readonly record struct KeptFile(string Name, long Length, ulong Sum)
{
    /// <summary>Writes the description.</summary>
    public void WriteTo(BinaryWriter writer)
    {
        writer.Write(Name);
        writer.Write(Length);
        writer.Write(Sum);
    }

    /// <summary>Reads what <see cref="WriteTo"/> wrote.</summary>
    public static KeptFile ReadFrom(BinaryReader reader) => new(reader.ReadString(), reader.ReadInt64(), reader.ReadUInt64());
}
