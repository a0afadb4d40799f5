using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using TradingOps.Grains.Incidents;
using TradingOps.Silo.Incidents;

namespace TradingOps.Grains.Tests.Startup;

/// <summary>No background service of silo or front ends, whatever is thrown out of it.</summary>
public sealed partial class BackgroundServiceTests
{
    /// <summary>Steps of a PollingService are bound by PollingServiceTests, and the delivery of incidents below.</summary>
    [Fact]
    public void Every_service_but_the_tested_ones_runs_in_polled_steps()
    {
        var others =
            from file in Repository.Files(".cs")
            where !Path.GetRelativePath(Repository.Root.FullName, file.FullName).StartsWith("Tests", StringComparison.Ordinal)
            where ServiceClass().IsMatch(File.ReadAllText(file.FullName))
            select file.Name;
        Assert.Equal(["IncidentDelivery.cs", "PollingService.cs"], others.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_delivery_of_incidents_survives_an_unknown_exception()
    {
        var log = Substitute.For<IIncidentLogGrain>();
        log.Open(Arg.Any<NewIncident>()).Returns(_ => Task.FromException<OpenedIncident>(new FormatException("a bug")));
        var grains = Substitute.For<IGrainFactory>();
        grains.GetGrain<IIncidentLogGrain>(Arg.Any<string>()).Returns(log);
        var clock = new FakeTimeProvider();
        var outbox = new IncidentOutbox(grains, clock, NullLogger<IncidentOutbox>.Instance);
        using var delivery = new IncidentDelivery(outbox);
        await delivery.StartAsync(CancellationToken.None);
        outbox.Open(NewIncident("first"));
        outbox.Open(NewIncident("second"));
        // The first one is given up after a while, so that it does not hold up the second.
        await Eventually.HoldsAsync(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(2));
            return Task.FromResult(log.ReceivedCalls().Any(call => call.GetArguments()[0] is NewIncident { Title: "second" }));
        });
        Assert.False(delivery.ExecuteTask!.IsCompleted);
        await delivery.StopAsync(CancellationToken.None);
    }

    private static NewIncident NewIncident(string title) => new()
    {
        Type = IncidentType.Other,
        Severity = IncidentSeverity.Sev4,
        Title = title,
        Source = "test",
    };

    [GeneratedRegex(@"class [^{;]*:[^{;]*\b(BackgroundService|IHostedService|IHostedLifecycleService)\b")]
    private static partial Regex ServiceClass();
}
