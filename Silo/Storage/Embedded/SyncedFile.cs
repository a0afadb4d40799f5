using System.Runtime.InteropServices;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>Whole files that are either the old or the new one after a crash, never half of each.</summary>
internal static class SyncedFile
{
    /// <summary>Replaces a file's content and returns when it is durable, its name too.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">Its content from now on.</param>
    /// <param name="disk">How it is written.</param>
    /// <param name="temporary">Where it is written first, on the same disk; beside the file if it is not said.</param>
    public static void Replace(string path, ReadOnlySpan<byte> content, Disk? disk = null, string? temporary = null)
    {
        disk ??= Disk.Real;
        temporary ??= path + ".new";
        using (var handle = File.OpenHandle(temporary, FileMode.Create, FileAccess.Write))
        {
            disk.Write(handle, content, 0);
            disk.Sync(handle);
        }
        disk.Rename(temporary, path);
        disk.SyncFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>Makes the names in a folder durable; Windows needs no call for it.</summary>
    public static void SyncFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        var descriptor = NativeMethods.Open(folder, 0);
        if (descriptor < 0) throw Failed("open", folder);
        try
        {
            if (NativeMethods.FSync(descriptor) != 0) throw Failed("sync", folder);
        }
        finally
        {
            _ = NativeMethods.Close(descriptor);
        }
    }

    private static IOException Failed(string what, string folder) =>
        new($"cannot {what} folder {folder}: {Marshal.GetLastPInvokeErrorMessage()}");
}
