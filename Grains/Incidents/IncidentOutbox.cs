using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace TradingOps.Grains.Incidents;

/// <summary>
/// Tells the incident log what a part of this silo noticed, in order and until the log took it, so that nobody waits for the log:
/// not a breaker that trips, and not a check that finds the very database down that the log is in. Thread-safe; one a silo.
/// </summary>
public sealed class IncidentOutbox(IGrainFactory grains, TimeProvider clock, ILogger<IncidentOutbox> logger)
{
    private const int MaxWaiting = 1000;

    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(2);

    private readonly Channel<Message> _waiting = Channel.CreateBounded<Message>(MaxWaiting);

    /// <summary>Opens an incident as soon as the log takes it; it says when it began.</summary>
    public void Open(NewIncident incident) =>
        Send(new(incident with { BeganAt = incident.BeganAt ?? clock.GetUtcNow() }, null, null));

    /// <summary>
    /// For a holder the condition of a key is over: resolves its incident unless another holder still notices it.
    /// </summary>
    public void Resolve(string dedupKey, string holder, string who, string? note) =>
        Send(new(null, dedupKey, (holder, who, note)));

    /// <summary>Whether there is room for what was told before: news come first.</summary>
    public bool HasRoom => _waiting.Reader.Count < MaxWaiting / 2;

    /// <summary>Delivers until told to stop.</summary>
    public async Task DeliverAsync(CancellationToken cancellationToken)
    {
        await foreach (var message in _waiting.Reader.ReadAllAsync(cancellationToken))
            while (!await TryDeliverAsync(message))
                await Task.Delay(AgainAfter, clock, cancellationToken);
    }

    private void Send(Message message)
    {
        if (!_waiting.Writer.TryWrite(message)) Log.OutboxFull(logger, message.Opened?.Title ?? message.DedupKey!);
    }

    private async Task<bool> TryDeliverAsync(Message message)
    {
        try
        {
            if (message.Opened is { } incident) await grains.GetIncidentLog().Open(incident);
            else
            {
                var (holder, who, note) = message.Over!.Value;
                await grains.GetIncidentLog().ReleaseKey(message.DedupKey!, holder, who, note);
            }
            return true;
        }
        catch (Exception e) when (TradingUnavailableException.IsOfCall(e))
        {
            Log.DeliveryFailed(logger, e);
            return false;
        }
    }

    private sealed record Message(NewIncident? Opened, string? DedupKey, (string Holder, string Who, string? Note)? Over);
}
