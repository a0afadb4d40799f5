using Microsoft.Win32.SafeHandles;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>Reads of files at an offset.</summary>
internal static class FileReads
{
    /// <summary>Reads as much as there is from an offset on, and returns how much that was.</summary>
    public static int ReadUpTo(this SafeFileHandle file, long offset, Span<byte> destination)
    {
        var total = 0;
        while (total < destination.Length)
        {
            var read = RandomAccess.Read(file, destination[total..], offset + total);
            if (read == 0) break;
            total += read;
        }
        return total;
    }
}
