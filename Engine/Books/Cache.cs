using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace TradingOps.Engine.Books;

/// <summary>Hints to the processor's cache about what will be read soon.</summary>
internal static class Cache
{
    /// <summary>
    /// Fetches a value from memory into the cache while the program continues. If the collector moves the value, the hint is only
    /// useless. Does nothing on a processor without such a hint.
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
