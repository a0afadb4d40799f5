namespace TradingOps.Engine.Books;

/// <summary>
/// A growing list of events that is cleared and used again, so that a command allocates nothing in steady state.
/// </summary>
public sealed class BookEventBuffer
{
    private BookEvent[] _events = new BookEvent[64];

    /// <summary>Number of events since the last <see cref="Clear"/>.</summary>
    public int Count { get; private set; }

    /// <summary>The events, valid until the next command or <see cref="Clear"/>.</summary>
    public ReadOnlySpan<BookEvent> Span => _events.AsSpan(0, Count);

    /// <summary>Forgets all events and keeps the memory.</summary>
    public void Clear() => Count = 0;

    /// <summary>
    /// Appends an empty event, to be filled in place: copying one that was just put together would hold the processor up until
    /// all writes before it have reached memory.
    /// </summary>
    internal ref BookEvent Add()
    {
        if (Count == _events.Length) Array.Resize(ref _events, 2 * _events.Length);
        ref var added = ref _events[Count++];
        added = default;
        return ref added;
    }
}
