using System.Collections.Concurrent;
using Confluent.Kafka;
using Microsoft.Extensions.Options;
using TradingOps.Grains.Kafka;
using TradingOps.Grains.MarketData.Feeds;

namespace TradingOps.Silo.Kafka;

/// <summary>Topics of the brokers that <c>Kafka:BootstrapServers</c> names.</summary>
internal sealed class TickTopics(IOptions<KafkaOptions> options, KafkaMetrics metrics, ILogger<TickTopics> logger) : ITickTopics
{
    public ITickReader? Open(string group, string topic) =>
        options.Value.BootstrapServers.Length == 0 ? null : new Reader(options.Value, group, topic, metrics, logger);

    /// <summary>Blocks in the library, so each read is on a thread of the pool.</summary>
    private sealed class Reader : ITickReader
    {
        private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);
        private static readonly TimeSpan AskPatience = TimeSpan.FromSeconds(10);

        /// <summary>Partitions may be added to a topic.</summary>
        private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMinutes(1);

        private readonly string _group;
        private readonly string _topic;
        private readonly KafkaMetrics _metrics;
        private readonly IConsumer<Ignore, byte[]?> _consumer;
        private readonly ConcurrentDictionary<int, TopicPartitionOffset> _read = new();
        private string? _error;
        private long? _assignedAt;

        public Reader(KafkaOptions options, string group, string topic, KafkaMetrics metrics, ILogger logger)
        {
            (_group, _topic, _metrics) = (group, topic, metrics);
            _consumer = new ConsumerBuilder<Ignore, byte[]?>(new ConsumerConfig(KafkaConfig.Connection(options))
            {
                GroupId = group,
                EnableAutoCommit = false,
                AutoOffsetReset = AutoOffsetReset.Earliest,
                IsolationLevel = IsolationLevel.ReadCommitted,
            })
                .SetErrorHandler((_, e) => _error = e.Reason)
                .SetLogHandler((_, line) => Log.Library(logger, line.Facility, line.Message))
                .Build();
        }

        public string? TakeError() => Interlocked.Exchange(ref _error, null);

        public async Task<IReadOnlyList<TopicMessage>> ReadAsync(int limit, CancellationToken cancellationToken)
        {
            var messages = await Task.Run(() => Read(limit), cancellationToken);
            // What could not be asked was not waited for.
            if (messages.Count == 0 && _error is not null) await Task.Delay(Patience, cancellationToken);
            return messages;
        }

        public Task CommitAsync() => Task.Run(Commit);

        public async ValueTask DisposeAsync()
        {
            await Task.Run(_consumer.Dispose);
            _metrics.RemoveConsumer(_group, _topic);
        }

        private IReadOnlyList<TopicMessage> Read(int limit)
        {
            var messages = new List<TopicMessage>();
            try
            {
                AssignAll();
                for (var wait = Patience; messages.Count < limit && _consumer.Consume(wait) is { } result; wait = TimeSpan.Zero)
                {
                    messages.Add(new(result.Partition.Value, result.Offset.Value, result.Message.Value));
                    _read[result.Partition.Value] = new(result.TopicPartition, result.Offset + 1);
                }
            }
            catch (KafkaException e) when (!e.Error.IsFatal)
            {
                // The library goes on when the brokers, or the topic, are there again.
                _error = e.Error.Reason;
            }
            catch (KafkaException e)
            {
                throw new IOException(e.Error.Reason, e);
            }
            _metrics.ConsumerLag(_group, _topic, _consumer.Assignment.Sum(LagOf));
            return messages;
        }

        /// <summary>
        /// Takes every partition itself: one feed reads a topic, and the next need not wait until the group misses this one.
        /// </summary>
        private void AssignAll()
        {
            if (_assignedAt is { } at && TimeProvider.System.GetElapsedTime(at) < LookAgainAfter) return;
            var isFirst = _assignedAt is null;
            using var admin = new DependentAdminClientBuilder(_consumer.Handle).Build();
            var known = admin.GetMetadata(_topic, AskPatience).Topics.Single();
            // What is read already goes on.
            if (known.Error.IsError && isFirst) throw new KafkaException(known.Error);
            var assigned = _consumer.Assignment;
            var added = known.Partitions.Select(p => new TopicPartition(_topic, p.PartitionId)).Except(assigned).ToList();
            if (added.Count > 0)
                _consumer.IncrementalAssign(_consumer.Committed(added, AskPatience).Select(c => BeginOf(c, isFirst)));
            _assignedAt = TimeProvider.System.GetTimestamp();
        }

        /// <summary>
        /// A group that is new begins behind what there is now, and remembers that place: it misses nothing after it. A
        /// partition that is added later is read from its beginning.
        /// </summary>
        private TopicPartitionOffset BeginOf(TopicPartitionOffset committed, bool isFirst)
        {
            if (!committed.Offset.IsSpecial) return committed;
            var known = _consumer.QueryWatermarkOffsets(committed.TopicPartition, AskPatience);
            var begin = new TopicPartitionOffset(committed.TopicPartition, isFirst ? known.High : known.Low);
            return _read[committed.Partition.Value] = begin;
        }

        private void Commit()
        {
            if (_read.IsEmpty) return;
            try
            {
                _consumer.Commit(_read.Values);
                _read.Clear();
            }
            catch (KafkaException e)
            {
                throw new IOException(e.Error.Reason, e);
            }
        }

        private long LagOf(TopicPartition partition)
        {
            var (end, position) = (_consumer.GetWatermarkOffsets(partition).High, _consumer.Position(partition));
            return end.IsSpecial || position.IsSpecial ? 0 : Math.Max(0, end.Value - position.Value);
        }
    }
}
