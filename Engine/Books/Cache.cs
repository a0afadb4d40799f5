using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace TradingOps.Engine.Books;

/// <summary>The processor's cache, told what will be read soon.</summary>
internal static class Cache
{
    /// <summary>
    /// Has a value brought from memory while the program goes on. Nothing waits for it and nothing changes; that the collector
    /// may move the value meanwhile only makes the hint useless. Does nothing where the processor takes no such hint.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Fetch<T>(ref T value)
    {
        if (!Sse.IsSupported) return;
        var first = (byte*)Unsafe.AsPointer(ref value);
        Sse.Prefetch0(first);
        // What is larger than a word may lie across two lines.
        if (Unsafe.SizeOf<T>() > sizeof(long)) Sse.Prefetch0(first + Unsafe.SizeOf<T>() - 1);
    }
}
