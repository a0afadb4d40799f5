using TradingOps.Engine.Instruments;
using TradingOps.Grains.Journaling;

namespace TradingOps.Grains.Kafka;

/// <summary>
/// Publishes the catalogue: first every instrument, then those that change. Used within one grain's turns only.
/// </summary>
internal sealed class InstrumentPublication(
    PublishedTopic published, KafkaServices services, PublishedLog log, IGrainFactory grains) : IPublication
{
    /// <inheritdoc/>
    public async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        if (await published.WaitIfRefusedAsync(cancellationToken)) return true;
        var from = log.Find(nameof(KafkaTopic.Instruments));
        var (last, time, symbols) = (from ?? 0, 0L, new List<string>());
        await foreach (var stored in services.Journal.ReadStreamAsync(JournalStreams.Catalogue, last + 1, cancellationToken))
        {
            var change = InstrumentJson.Decode(stored.Payload.Span);
            (last, time) = (stored.Sequence, change.Time);
            symbols.Remove(change.Instrument.Symbol);
            symbols.Add(change.Instrument.Symbol);
        }
        if (from is null) symbols = [.. (await grains.GetInstrumentCatalogue().List()).Select(i => i.Symbol)];
        var messages = new List<KafkaMessage>();
        foreach (var symbol in symbols)
            if (await grains.GetInstrumentCatalogue().Find(symbol) is { } instrument)
                messages.Add(KafkaMessages.Instrument(
                    instrument, last, messages.Count, time == 0 ? services.Clock.GetMicroseconds() : time));
        await services.Producer.SendAsync(messages, cancellationToken);
        if (from != last) published.Published(last);
        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => published.Dispose();
}
