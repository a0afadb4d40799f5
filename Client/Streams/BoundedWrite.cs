namespace TradingOps.Client.Streams;

/// <summary>Bounds how long a reader may take nothing of what is written to it.</summary>
internal static class BoundedWrite
{
    /// <summary>
    /// Waits for a write. <see cref="SlowReaderException"/> if the reader has not taken it in time; its connection is dropped
    /// then.
    /// </summary>
    public static async ValueTask WithinAsync(this ValueTask write, TimeSpan time, IStreamSink sink)
    {
        if (write.IsCompletedSuccessfully) return;
        try
        {
            await write.AsTask().WaitAsync(time);
        }
        catch (TimeoutException)
        {
            sink.Abort();
            throw new SlowReaderException();
        }
    }
}
