using TradingOps.Grains;
using TradingOps.Grains.Accounts;
using TradingOps.Grains.Firm;
using TradingOps.Grains.Kafka;
using TradingOps.Hosting;

namespace TradingOps.Silo.Kafka;

/// <summary>
/// Publishes the figures of this silo's accounts as they change, and wakes the publisher of an account that something has
/// happened to. While Kafka is away, of each account only the newest report is kept.
/// </summary>
internal sealed class AccountSender(
    AccountFigures figures, IKafkaProducer producer, IGrainFactory grains, TimeProvider clock, ILogger<AccountSender> logger)
    : PollingService(TimeSpan.FromSeconds(1), clock, logger)
{
    private readonly Dictionary<string, long> _woken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AccountView> _published = new(StringComparer.Ordinal);

    protected override async Task StepAsync(CancellationToken cancellationToken)
    {
        figures.IsOn = true;
        var reports = figures.TakeAll();
        foreach (var report in reports)
        {
            var account = report.Account.Account;
            if (_woken.TryGetValue(account, out var version) && version == report.Version) continue;
            await grains.GetKafkaPublisher(KafkaSource.Account(account)).Wake();
            _woken[account] = report.Version;
        }
        if (!producer.Wants(KafkaTopic.Accounts)) return;
        var changed = reports.Where(r => _published.GetValueOrDefault(r.Account.Account) != r.Account).ToList();
        if (!producer.IsUsable(KafkaTopic.Accounts) || !await TrySendAsync(changed, cancellationToken))
            figures.Return(changed);
    }

    private async Task<bool> TrySendAsync(List<AccountReport> changed, CancellationToken cancellationToken)
    {
        try
        {
            await producer.SendAsync([.. changed.Select(r => KafkaMessages.Account(r.Account, r.At))], cancellationToken);
        }
        catch (KafkaSendException e)
        {
            Log.FiguresDelayed(Logger, changed.Count, e);
            return false;
        }
        foreach (var report in changed) _published[report.Account.Account] = report.Account;
        return true;
    }
}
