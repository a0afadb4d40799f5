using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Books;
using TradingOps.Grains.Incidents;
using TradingOps.Grains.Journaling;
using TradingOps.Grains.Kafka;
using TradingOps.Grains.Orders;
using TradingOps.Grains.Tests.Journaling;

namespace TradingOps.Grains.Tests.Kafka;

/// <summary>The publisher of a market over a journal in memory, without brokers.</summary>
public sealed class MarketPublicationTests : IDisposable
{
    private const string Symbol = "AAPL";
    private const int Records = 1_500;

    private readonly MemoryJournal _journal = new();
    private readonly CollectingProducer _producer = new(KafkaTopic.Trades, KafkaTopic.Executions);
    private readonly FakeTimeProvider _clock = new();
    private readonly IGrainFactory _grains = Substitute.For<IGrainFactory>();
    private readonly IIncidentLogGrain _incidents = Substitute.For<IIncidentLogGrain>();
    private readonly IncidentOutbox _outbox;
    private readonly KafkaServices _services;
    private readonly List<MarketRecord> _records;
    private long _start;

    public MarketPublicationTests()
    {
        var random = new Random(7);
        // Orders that come over the API always have a prevention.
        var commands = RandomCommand.Sequence(Enumerable.Range(0, 4 * Records).Select(_ => random.Next())).Select(c => c with
        {
            Spec = c.Spec with
            {
                Instructions = c.Spec.Instructions with { SelfTradePrevention = SelfTradePrevention.CancelNewest },
            },
        });
        _records = [.. MarketScripts.Execute(new(Symbol), commands).Take(Records)];
        var book = Substitute.For<IOrderBookGrain>();
        book.GetSequence(Arg.Any<long?>()).Returns(_ => _journal.CountOf(JournalStreams.Book(Symbol)));
        _grains.GetGrain<IOrderBookGrain>(Symbol).Returns(book);
        var start = Substitute.For<IKafkaStartGrain>();
        start.GetStart(Arg.Any<long?>()).Returns(_ => _start);
        _grains.GetGrain<IKafkaStartGrain>("start").Returns(start);
        _grains.GetGrain<IIncidentLogGrain>("incidents").Returns(_incidents);
        _outbox = new(_grains, _clock, NullLogger<IncidentOutbox>.Instance);
        _services = new(
            _journal, InstrumentCatalogue.CopyDefault(), Substitute.For<IOrderQueries>(), _producer,
            Options.Create(new KafkaOptions()), new(), _outbox, _clock);
    }

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task Every_trade_is_sent_once_and_in_order()
    {
        await StoreAsync(Records);
        await PublishAsync(await OpenAsync());
        Assert.Equal(Trades(1), _producer.Sent.Where(m => m.Topic == KafkaTopic.Trades).Select(m => m.Sequence));
        Assert.Equal(_producer.Sent.Count, _producer.Sent.DistinctBy(m => (m.Topic, m.Id)).Count());
    }

    [Fact]
    public async Task Nothing_is_missing_after_failures_and_restarts()
    {
        await StoreAsync(Records);
        for (var round = 0; round < 20; round++)
        {
            var publisher = await OpenAsync();
            // In the middle of a page, and not stored.
            _producer.FailsAfter = round * 3;
            await Assert.ThrowsAsync<KafkaSendException>(() => PublishAsync(publisher));
            if (round % 3 == 0) await publisher.Log.StoreAsync(isLast: true);
        }
        await PublishAsync(await OpenAsync());
        Assert.Equal(Trades(1), _producer.Consumed(KafkaTopic.Trades).Select(m => m.Sequence));
        Assert.True(_producer.Sent.Count > _producer.Sent.DistinctBy(m => (m.Topic, m.Id)).Count());
    }

    [Fact]
    public async Task Two_publishers_at_once_make_one_sequence()
    {
        await StoreAsync(Records);
        var (first, second) = (await OpenAsync(), await OpenAsync());
        await Task.WhenAll(PublishAsync(first), PublishAsync(second));
        Assert.Equal(Trades(1), _producer.Consumed(KafkaTopic.Trades).Select(m => m.Sequence));
        Assert.Equal(2 * Trades(1).Count, _producer.Sent.Count(m => m.Topic == KafkaTopic.Trades));
    }

    [Fact]
    public async Task A_topic_that_refuses_catches_up_from_its_own_place()
    {
        await StoreAsync(Records / 2);
        var publisher = await OpenAsync();
        await PublishAsync(publisher);
        _producer.Refusing.Add(KafkaTopic.Executions);
        await StoreAsync(Records);
        await Assert.ThrowsAsync<KafkaSendException>(() => publisher.Executions.StepAsync(CancellationToken.None));
        while (IsBehind(publisher.Log, KafkaTopic.Trades)) await publisher.Trades.StepAsync(CancellationToken.None);
        Assert.Equal(Trades(1), _producer.Consumed(KafkaTopic.Trades).Select(m => m.Sequence));
        var before = _producer.Sent.Count;

        _producer.Refusing.Clear();
        await PublishAsync(publisher);
        Assert.All(_producer.Sent.Skip(before), m => Assert.Equal(KafkaTopic.Executions, m.Topic));
        Assert.Equal(
            _records.Sum(r => r.Reports().Count(report => report.IsOfOrder)),
            _producer.Sent.Where(m => m.Topic == KafkaTopic.Executions).DistinctBy(m => m.Id).Count());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(750)]
    [InlineData(Records)]
    public async Task It_begins_with_the_first_record_of_a_time(int index)
    {
        await StoreAsync(Records);
        _start = index == Records ? long.MaxValue : _records[index].Command.Time;
        await PublishAsync(await OpenAsync());
        var expected = _records.Where(r => r.Command.Time >= _start).Select(r => r.Sequence).FirstOrDefault(long.MaxValue);
        Assert.Equal(Trades(expected), _producer.Sent.Where(m => m.Topic == KafkaTopic.Trades).Select(m => m.Sequence));
    }

    [Fact]
    public async Task Records_that_were_removed_are_an_incident()
    {
        await StoreAsync(Records);
        _journal.Oldest = 400;
        await PublishAsync(await OpenAsync());
        Assert.Equal(Trades(400), _producer.Sent.Where(m => m.Topic == KafkaTopic.Trades).Select(m => m.Sequence));
        Assert.Equal("kafka_gap: records 1 to 399 of AAPL were removed before they were published", await IncidentAsync());
    }

    [Fact]
    public async Task A_journal_that_went_back_is_an_incident_and_goes_on()
    {
        await StoreAsync(Records);
        var publisher = await OpenAsync();
        await PublishAsync(publisher);
        publisher.Log.Set(nameof(KafkaTopic.Trades), Records + 100);
        await publisher.Trades.StepAsync(CancellationToken.None);
        Assert.Equal(Records, publisher.Log.Find(nameof(KafkaTopic.Trades)));
        Assert.StartsWith($"the journal of AAPL ends at {Records}", await IncidentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Places_are_stored_after_a_second_and_much_progress_or_after_ten()
    {
        await StoreAsync(40);
        var publisher = await OpenAsync();
        await PublishAsync(publisher);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, await StoredAsync(publisher.Log));
        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(1, await StoredAsync(publisher.Log));
        await StoreAsync(Records);
        await PublishAsync(publisher);
        Assert.Equal(1, await StoredAsync(publisher.Log));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, await StoredAsync(publisher.Log));
        // Nothing has changed.
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, await StoredAsync(publisher.Log));
    }

    private async Task<int> StoredAsync(PublishedLog log)
    {
        await log.StoreAsync(isLast: false);
        return _journal.CountOf(JournalStreams.Kafka($"{KafkaSource.Market(Symbol)}"));
    }

    private async Task StoreAsync(int until)
    {
        var name = JournalStreams.Book(Symbol);
        var stream = await _journal.OpenAsync(name, CancellationToken.None);
        foreach (var record in _records.Take(until).Skip(_journal.CountOf(name)))
            await stream.AppendAsync(record.Sequence, MarketRecordCodec.Encode(record));
    }

    private async Task<Publisher> OpenAsync()
    {
        var log = new PublishedLog(KafkaSource.Market(Symbol), _services, () => { }, NullLogger.Instance);
        await log.OpenAsync(CancellationToken.None);
        var pages = new MarketPages(Symbol, 2, _services);
        return new(log, Of(KafkaTopic.Trades), Of(KafkaTopic.Executions));

        MarketPublication Of(KafkaTopic topic) => new(
            Symbol, new(topic, _services, log), pages, _services, _grains, new(_outbox, NullLogger.Instance));
    }

    /// <summary>In turns, as in a grain: of what they share one uses it at a time.</summary>
    private async Task PublishAsync(Publisher publisher)
    {
        while (IsBehind(publisher.Log, KafkaTopic.Trades) || IsBehind(publisher.Log, KafkaTopic.Executions))
        {
            if (IsBehind(publisher.Log, KafkaTopic.Trades)) await publisher.Trades.StepAsync(CancellationToken.None);
            if (IsBehind(publisher.Log, KafkaTopic.Executions)) await publisher.Executions.StepAsync(CancellationToken.None);
        }
    }

    private bool IsBehind(PublishedLog log, KafkaTopic topic) =>
        log.Find($"{topic}") is not { } published || published < _journal.CountOf(JournalStreams.Book(Symbol));

    /// <summary>The sequences of all trades from a record on.</summary>
    private List<long> Trades(long from) =>
    [
        .. _records.Where(r => r.Sequence >= from)
            .SelectMany(r => r.Events.Where(e => e.Kind == BookEventKind.Traded).Select(_ => r.Sequence)),
    ];

    private async Task<string> IncidentAsync()
    {
        using var ends = new CancellationTokenSource();
        var opened = new TaskCompletionSource<string>();
        _incidents.Open(Arg.Do<NewIncident>(i => opened.TrySetResult(i.Title))).Returns(Task.FromResult<OpenedIncident>(null!));
        var delivering = _outbox.DeliverAsync(() => { }, ends.Token);
        var title = await opened.Task;
        await ends.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => delivering);
        return title;
    }

    private sealed record Publisher(PublishedLog Log, MarketPublication Trades, MarketPublication Executions);
}
