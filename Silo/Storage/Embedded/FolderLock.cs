using System.Runtime.InteropServices;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>
/// Holds a folder itself, not a file in it: no second process takes the folder, even if its files are removed or it gets another
/// name. A folder that is made under the old name is another folder. The lock ends with the process, however that ends.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    private const int ExclusiveWithoutWaiting = 2 | 4;
    private const int Unlock = 8;

    private readonly int _descriptor;

    private FolderLock(int descriptor) => _descriptor = descriptor;

    // Programs that this process starts do not inherit the lock.
    private static int CloseOnExec => OperatingSystem.IsMacOS() ? 0x100_0000 : 0x8_0000;

    private static bool IsHeldElsewhere => Marshal.GetLastPInvokeError() is 11 or 35;

    /// <summary>
    /// Takes a folder; null if another process holds it. <see cref="IOException"/> if it cannot be locked. Windows has no such
    /// lock, and it always succeeds there.
    /// </summary>
    public static FolderLock? TryTake(string folder)
    {
        if (OperatingSystem.IsWindows()) return new(-1);
        var descriptor = NativeMethods.Open(folder, CloseOnExec);
        if (descriptor < 0) throw new IOException($"cannot open folder: {Marshal.GetLastPInvokeErrorMessage()}");
        if (NativeMethods.FLock(descriptor, ExclusiveWithoutWaiting) == 0) return new(descriptor);
        var (isHeld, message) = (IsHeldElsewhere, Marshal.GetLastPInvokeErrorMessage());
        _ = NativeMethods.Close(descriptor);
        return isHeld ? null : throw new IOException($"cannot lock folder: {message}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_descriptor < 0) return;
        // A program that this process is starting has the descriptor too until it runs, and would hold the folder as long.
        _ = NativeMethods.FLock(_descriptor, Unlock);
        _ = NativeMethods.Close(_descriptor);
    }
}
