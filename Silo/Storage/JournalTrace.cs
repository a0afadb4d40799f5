using System.Diagnostics;

namespace TradingOps.Silo.Storage;

/// <summary>The span of an append, from asked to durable, where its caller is traced and spans are sent.</summary>
internal static class JournalTrace
{
    private static readonly ActivitySource Source = new("TradingOps.Journal");

    public static Activity? Begin(string stream, long sequence)
    {
        if (!Source.HasListeners() || Activity.Current is not { } caller) return null;
        var span = Source.StartActivity("journal append")?.SetTag("journal.stream", stream).SetTag("journal.sequence", sequence);
        // The caller does not wait within the span: it goes on, and others of its appends begin.
        Activity.Current = caller;
        return span;
    }

    public static void End(Activity? span, Exception? failure = null)
    {
        if (span is null) return;
        if (failure is not null) span.SetStatus(ActivityStatusCode.Error, failure.Message);
        // The writer works for many requests: it belongs to no trace.
        var before = Activity.Current;
        span.Stop();
        Activity.Current = before;
    }
}
