using Microsoft.Extensions.Configuration.Memory;
using TradingOps.Grains.Kafka;

namespace TradingOps.Silo.Kafka;

/// <summary>What publishing to Kafka needs of a silo.</summary>
internal static class KafkaRegistration
{
    /// <summary>Usual names of settings in the environment, for programs that are deployed side by side.</summary>
    private static readonly (string Variable, string Key)[] Aliases =
    [
        ("KAFKA_BOOTSTRAP_SERVERS", $"{KafkaOptions.Section}:{nameof(KafkaOptions.BootstrapServers)}"),
        ("KAFKA_TICKS_TOPIC", $"{KafkaOptions.Section}:{nameof(KafkaOptions.TicksTopic)}"),
    ];

    /// <summary>Reads the usual names in the environment. Every other source overrides them.</summary>
    public static void AddKafkaDefaults(this IHostApplicationBuilder builder)
    {
        var known = Aliases.Where(a => builder.Configuration[a.Variable] is { Length: > 0 })
            .Select(a => KeyValuePair.Create(a.Key, builder.Configuration[a.Variable]));
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = known.ToList() });
    }

    /// <summary>
    /// The publishers' services, if brokers are named. Behind Orleans, whose grains the loops call.
    /// </summary>
    public static void AddKafka(this IServiceCollection services, KafkaOptions options)
    {
        if (options.BootstrapServers.Length == 0) return;
        services.AddSingleton<KafkaServices>();
        services.AddSingleton<KafkaProducer>();
        services.AddSingleton<IKafkaProducer>(s => s.GetRequiredService<KafkaProducer>());
        services.AddHostedService<KafkaWaker>();
        services.AddHostedService<KafkaWatch>();
        services.AddHostedService<AccountSender>();
    }
}
