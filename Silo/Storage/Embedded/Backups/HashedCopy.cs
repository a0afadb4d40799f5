using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace TradingOps.Silo.Storage.Embedded.Backups;

/// <summary>Copies of files whose hash is taken on the way.</summary>
internal static class HashedCopy
{
    private const int Window = 1024 * 1024;

    /// <summary>
    /// Copies a file and returns the length of the copy and its SHA-256 in hexadecimal, when the copy is durable under its
    /// name. Until then it has another name. <see cref="IOException"/> if the file is shorter than <paramref name="length"/>.
    /// </summary>
    /// <param name="from">The file, which another process may append to.</param>
    /// <param name="to">The copy.</param>
    /// <param name="length">Bytes to be copied; null for all.</param>
    public static (long Bytes, string Sha256) Write(string from, string to, long? length = null)
    {
        var temporary = to + ".new";
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long total = 0;
        using (var source = Open(from))
        using (var target = File.OpenHandle(temporary, FileMode.Create, FileAccess.Write))
        {
            var window = new byte[Window];
            while (length is not { } end || total < end)
            {
                var read = source.ReadUpTo(total, window.AsSpan(0, (int)Math.Min(Window, (length ?? long.MaxValue) - total)));
                if (read == 0) break;
                hash.AppendData(window, 0, read);
                RandomAccess.Write(target, window.AsSpan(0, read), total);
                total += read;
            }
            if (total < length) throw new IOException($"{from} has {total} bytes; {length} were acknowledged");
            RandomAccess.FlushToDisk(target);
        }
        File.Move(temporary, to, overwrite: true);
        SyncedFile.SyncFolder(Path.GetDirectoryName(to)!);
        return (total, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>The SHA-256, in hexadecimal, of a file up to a length, or to its end if it is shorter.</summary>
    /// <param name="path">The file, which another process may append to.</param>
    /// <param name="length">Bytes.</param>
    public static string HashOf(string path, long length)
    {
        using var source = Open(path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var window = new byte[Window];
        for (long at = 0; at < length;)
        {
            var read = source.ReadUpTo(at, window.AsSpan(0, (int)Math.Min(Window, length - at)));
            if (read == 0) break;
            hash.AppendData(window, 0, read);
            at += read;
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static SafeFileHandle Open(string path) =>
        File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
}
