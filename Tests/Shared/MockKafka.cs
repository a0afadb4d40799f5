using System.Reflection;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace TradingOps.Tests.Shared;

/// <summary>
/// Brokers of librdkafka inside of the test's process, which other processes reach as ordinary ones. Topics are made on first
/// use. They keep no message of an ended test.
/// </summary>
internal sealed class MockKafka : IDisposable
{
    private const short Produce = 0;

    /// <summary>Its sockets pass to processes that start now, which would keep connections open that it closes.</summary>
    private const string WithoutSockets =
        """
        for f in /proc/$$/fd/*; do n=${f##*/}; [ "$n" -le 2 ] || eval "exec $n>&-"; done; exec "$@"
        """;

    private static int _running;

    private readonly IAdminClient _admin;
    private readonly int[] _brokers;
    private readonly nint _cluster;
    private readonly Library _library;

    public MockKafka(int brokers = 3)
    {
        Interlocked.Increment(ref _running);
        _admin = new AdminClientBuilder(new Dictionary<string, string> { ["test.mock.num.brokers"] = $"{brokers}" }).Build();
        var known = _admin.GetMetadata(TimeSpan.FromMinutes(1)).Brokers;
        Servers = string.Join(',', known.Select(b => $"{b.Host}:{b.Port}"));
        _brokers = [.. known.Select(b => b.BrokerId)];
        _library = Library.Open();
        _cluster = _library.GetCluster(NativeHandle(_admin.Handle));
    }

    /// <summary>Addresses of the brokers.</summary>
    public string Servers { get; }

    /// <summary>Closes all brokers to new and open connections.</summary>
    public void Stop() => Array.ForEach(_brokers, b => _library.SetDown(_cluster, b));

    /// <summary>Opens them again.</summary>
    public void Start() => Array.ForEach(_brokers, b => _library.SetUp(_cluster, b));

    /// <summary>Answers the next requests to store messages with errors.</summary>
    public void FailProduce(params ErrorCode[] errors) =>
        _library.PushErrors(_cluster, Produce, (nuint)errors.Length, [.. errors.Select(e => (int)e)]);

    /// <summary>Refuses everything of a topic with an error, until it is <see cref="ErrorCode.NoError"/>.</summary>
    public void RefuseTopic(string topic, ErrorCode error) => _library.SetTopicError(_cluster, topic, (int)error);

    /// <summary>Every message of some topics so far, by topic, partition and offset.</summary>
    public IReadOnlyList<ConsumeResult<string, byte[]?>> ReadAll(params string[] topics)
    {
        using var consumer = new ConsumerBuilder<string, byte[]?>(new ConsumerConfig
        {
            BootstrapServers = Servers,
            GroupId = "test",
            EnableAutoCommit = false,
            EnablePartitionEof = true,
        }).Build();
        var partitions = topics.SelectMany(t => _admin.GetMetadata(t, TimeSpan.FromMinutes(1)).Topics.Single().Partitions
            .Select(p => new TopicPartitionOffset(t, p.PartitionId, Offset.Beginning))).ToList();
        consumer.Assign(partitions);
        var read = new List<ConsumeResult<string, byte[]?>>();
        for (var open = partitions.Count; open > 0;)
        {
            var result = consumer.Consume(Pace.Scale(TimeSpan.FromMinutes(1)))
                ?? throw new TimeoutException($"no message of {string.Join(", ", topics)} came within the patience of a test");
            if (result.IsPartitionEOF) open--;
            else read.Add(result);
        }
        return [.. read.OrderBy(r => r.Topic, StringComparer.Ordinal).ThenBy(r => r.Partition.Value).ThenBy(r => r.Offset.Value)];
    }

    /// <summary>A command that gets none of the sockets of the brokers that run in this process.</summary>
    public static string[] Detach(string[] command) =>
        Volatile.Read(ref _running) == 0 ? command : ["bash", "-c", WithoutSockets, "bash", .. command];

    /// <inheritdoc/>
    public void Dispose()
    {
        _admin.Dispose();
        Interlocked.Decrement(ref _running);
    }

    private static nint NativeHandle(Handle handle)
    {
        var owner = handle.GetType().GetProperty("LibrdkafkaHandle", BindingFlags.Instance | BindingFlags.NonPublic)!
            .GetValue(handle);
        return ((SafeHandle)owner!).DangerousGetHandle();
    }

    /// <summary>Functions of the library that the client has loaded.</summary>
    private sealed record Library(
        GetMockCluster GetCluster, SetBroker SetDown, SetBroker SetUp, PushRequestErrors PushErrors, SetError SetTopicError)
    {
        public static Library Open()
        {
            var path = File.ReadLines("/proc/self/maps").Select(line => line[(line.IndexOf('/', StringComparison.Ordinal) + 1)..])
                .First(p => Path.GetFileName(p).Contains("librdkafka", StringComparison.Ordinal));
            var library = NativeLibrary.Load("/" + path);
            return new(
                Find<GetMockCluster>("rd_kafka_handle_mock_cluster"), Find<SetBroker>("rd_kafka_mock_broker_set_down"),
                Find<SetBroker>("rd_kafka_mock_broker_set_up"),
                Find<PushRequestErrors>("rd_kafka_mock_push_request_errors_array"),
                Find<SetError>("rd_kafka_mock_topic_set_error"));

            T Find<T>(string name) => Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(library, name));
        }
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nint GetMockCluster(nint client);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int SetBroker(nint cluster, int broker);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void PushRequestErrors(nint cluster, short request, nuint count, int[] errors);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void SetError(nint cluster, [MarshalAs(UnmanagedType.LPUTF8Str)] string topic, int error);
}
