using TradingOps.Grains;
using TradingOps.Grains.Accounts;
using TradingOps.Grains.Firm;
using TradingOps.Grains.Kafka;
using TradingOps.Hosting;

namespace TradingOps.Silo.Kafka;

/// <summary>
/// Publishes the figures of this silo's accounts as they change, and wakes the publisher of an account whose journal has grown.
/// </summary>
internal sealed class AccountSender(
    AccountFigures figures, IKafkaProducer producer, IGrainFactory grains, TimeProvider clock, ILogger<AccountSender> logger)
    : PollingService(TimeSpan.FromSeconds(1), clock, logger)
{
    /// <summary>Figures that were not acknowledged by then are given up: newer ones follow.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, (AccountView View, long Sequence)> _known = new(StringComparer.Ordinal);

    protected override async Task StepAsync(CancellationToken cancellationToken)
    {
        figures.IsOn = true;
        var changed = figures.TakeAll().Where(IsChanged).ToList();
        foreach (var report in changed)
        {
            var (account, sequence) = (report.Account.Account, report.Sequence);
            if (_known.GetValueOrDefault(account).Sequence < sequence)
                await grains.GetKafkaPublisher(KafkaSource.Account(account)).Wake();
            _known[account] = (report.Account, sequence);
        }
        if (changed.Count == 0 || !producer.Wants(KafkaTopic.Accounts) || !producer.IsUsable(KafkaTopic.Accounts)) return;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await producer.SendAsync([.. changed.Select(r => KafkaMessages.Account(r.Account, r.At))], patience.Token);
        }
        catch (Exception e) when (e is KafkaSendException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            Log.FiguresLost(Logger, changed.Count, e);
        }
    }

    private bool IsChanged(AccountReport report) =>
        !_known.TryGetValue(report.Account.Account, out var known) || known.View != report.Account
        || known.Sequence < report.Sequence;
}
