using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace TradingOps.Silo.Storage.Embedded.Backups;

/// <summary>Copies of files whose hash is taken on the way.</summary>
internal static class HashedCopy
{
    private const int Window = 1024 * 1024;

    /// <summary>
    /// Copies a file and returns the length of the copy and its SHA-256 in hexadecimal, when the copy is durable under its
    /// name. Until then it has another name.
    /// </summary>
    /// <param name="from">The file, which another process may append to.</param>
    /// <param name="to">The copy.</param>
    public static (long Bytes, string Sha256) Write(string from, string to)
    {
        using var source = File.OpenHandle(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return Write(source.ReadUpTo, from, to);
    }

    /// <summary>
    /// Copies what is read, as <see cref="Write(string, string)"/> does. <see cref="IOException"/> if it is shorter than
    /// <paramref name="length"/>.
    /// </summary>
    /// <param name="from">Reads what is to be copied.</param>
    /// <param name="name">What it is called in errors.</param>
    /// <param name="to">The copy.</param>
    /// <param name="length">Bytes to be copied; null for all.</param>
    public static (long Bytes, string Sha256) Write(ReadAt from, string name, string to, long? length = null)
    {
        var temporary = to + ".new";
        long total;
        string hash;
        using (var target = File.OpenHandle(temporary, FileMode.Create, FileAccess.Write))
        {
            (total, hash) = Read(from, length, target);
            if (total < length) throw new IOException($"{name} has {total} bytes; {length} were acknowledged");
            RandomAccess.FlushToDisk(target);
        }
        File.Move(temporary, to, overwrite: true);
        SyncedFile.SyncFolder(Path.GetDirectoryName(to)!);
        return (total, hash);
    }

    /// <summary>The SHA-256, in hexadecimal, of a file up to a length, or to its end if it is shorter.</summary>
    /// <param name="from">Reads the file, which another process may append to.</param>
    /// <param name="length">Bytes.</param>
    public static string HashOf(ReadAt from, long length) => Read(from, length, copy: null).Sha256;

    /// <summary>Reads a file up to a length, or to its end, and writes what it reads to a copy if there is one.</summary>
    private static (long Bytes, string Sha256) Read(ReadAt from, long? length, SafeFileHandle? copy)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var window = new byte[Window];
        long total = 0;
        while (total < (length ?? long.MaxValue))
        {
            var read = from(total, window.AsSpan(0, (int)Math.Min(Window, (length ?? long.MaxValue) - total)));
            if (read == 0) break;
            hash.AppendData(window, 0, read);
            if (copy is not null) RandomAccess.Write(copy, window.AsSpan(0, read), total);
            total += read;
        }
        return (total, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
