using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TradingOps.Benchmarks.Replay;

/// <summary>
/// Carries reports from the matching thread to a second one, which is what the benchmark counts as part of the work. One writer,
/// one reader; what is written becomes visible a message at a time.
/// </summary>
internal sealed class ReportRing
{
    // As many as the benchmark's own harness has in flight, so that a reader that loses its core for a while stops nobody.
    private const int DefaultCapacity = 1 << 20;
    private const int WorthWaking = 1 << 12;
    private readonly Report[] _ring;
    private readonly int _mask;
    private Counters _counters;

    // The writer's own, so that it reads the reader's counter only when the ring looks full.
    private long _written;
    private long _knownRead;

    /// <summary>An empty ring.</summary>
    /// <param name="capacity">Reports in flight at most; a power of two.</param>
    public ReportRing(int capacity = DefaultCapacity)
    {
        _ring = new Report[capacity];
        _mask = capacity - 1;
    }

    /// <summary>The next free record; the writer fills it and then calls <see cref="Publish"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref Report Next()
    {
        if (_written - _knownRead > _mask) WaitForRoom();
        return ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_ring), (nint)(_written++ & _mask));
    }

    /// <summary>Lets the reader see all that was written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Publish() => Volatile.Write(ref _counters.Published, _written);

    /// <summary>Reads until the writer closes the ring, and hands every report on.</summary>
    public void Drain(Action<ReadOnlySpan<Report>> handle)
    {
        var read = _counters.Read;
        // Reads many at once and sleeps in between. A reader at the writer's heels would take every cache line out of its core
        // while it is being written, and the core itself where there is no other.
        var idle = default(SpinWait);
        while (true)
        {
            var closed = Volatile.Read(ref _counters.Closed);
            var published = Volatile.Read(ref _counters.Published);
            if (published - read < WorthWaking && !closed)
            {
                idle.SpinOnce();
                continue;
            }
            if (published == read) return;

            idle.Reset();
            var start = (int)(read & _mask);
            var count = (int)Math.Min(published - read, _ring.Length - start);
            handle(_ring.AsSpan(start, count));
            read += count;
            Volatile.Write(ref _counters.Read, read);
        }
    }

    /// <summary>Makes the ring new again; nobody may be writing or reading.</summary>
    public void Reset()
    {
        _counters = default;
        _written = _knownRead = 0;
    }

    /// <summary>Nothing follows.</summary>
    public void Close()
    {
        Publish();
        Volatile.Write(ref _counters.Closed, true);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WaitForRoom()
    {
        Publish();
        var full = default(SpinWait);
        while (_written - (_knownRead = Volatile.Read(ref _counters.Read)) > _mask) full.SpinOnce(sleep1Threshold: -1);
    }

    /// <summary>Two threads write to these: each has cache lines of its own.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 512)]
    private struct Counters
    {
        [FieldOffset(128)]
        public long Published;

        [FieldOffset(256)]
        public long Read;

        [FieldOffset(384)]
        public bool Closed;
    }
}
