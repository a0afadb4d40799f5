using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace TradingOps.Grains.Incidents;

/// <summary>
/// Sends to the incident log what a part of this silo noticed, in order, retrying until the log has it. So nothing waits for the
/// log: not a breaker that trips, and not a check that finds the database of the log down. Thread-safe; one per silo.
/// </summary>
public sealed class IncidentOutbox(IGrainFactory grains, TimeProvider clock, ILogger<IncidentOutbox> logger)
{
    private const int MaxWaiting = 1000;
    private const int MaxBugs = 10;

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

    /// <summary>Whether there is room for repetitions: new events come first.</summary>
    public bool HasRoom => _waiting.Reader.Count < MaxWaiting / 2;

    /// <summary>
    /// Delivers until <paramref name="cancellationToken"/> is cancelled: each message until the log takes it, or until it has
    /// failed <see cref="MaxBugs"/> times for a reason that is a bug, so that it does not hold up the messages behind it.
    /// </summary>
    /// <param name="countBug">Called for each failure that is a bug.</param>
    /// <param name="cancellationToken">Ends the delivery.</param>
    public async Task DeliverAsync(Action countBug, CancellationToken cancellationToken)
    {
        await foreach (var message in _waiting.Reader.ReadAllAsync(cancellationToken))
        {
            for (var bugs = 0; bugs < MaxBugs;)
            {
                try
                {
                    await DeliverAsync(message);
                    break;
                }
                catch (Exception e)
                {
                    if (!GrainCall.IsFailure(e, cancellationToken))
                    {
                        bugs++;
                        countBug();
                    }
                    Log.DeliveryFailed(logger, message.Name, e);
                }
                await Task.Delay(AgainAfter, clock, cancellationToken);
            }
        }
    }

    private void Send(Message message)
    {
        if (!_waiting.Writer.TryWrite(message)) Log.OutboxFull(logger, message.Name);
    }

    private async Task DeliverAsync(Message message)
    {
        if (message.Opened is { } incident)
        {
            await grains.GetIncidentLog().Open(incident);
            return;
        }
        var (holder, who, note) = message.Over!.Value;
        await grains.GetIncidentLog().ReleaseKey(message.DedupKey!, holder, who, note);
    }

    private sealed record Message(NewIncident? Opened, string? DedupKey, (string Holder, string Who, string? Note)? Over)
    {
        /// <summary>Names the message in the log.</summary>
        public string Name => Opened?.Title ?? DedupKey!;
    }
}
