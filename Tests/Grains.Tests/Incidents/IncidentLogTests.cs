using TradingOps.Grains.Incidents;
using TradingOps.Grains.Tests.Cluster;

namespace TradingOps.Grains.Tests.Incidents;

public sealed class IncidentLogTests(TradingCluster cluster) : IClassFixture<TradingCluster>
{
    private readonly string _key = Guid.NewGuid().ToString("n");

    private IIncidentLogGrain Incidents => cluster.Grains.GetIncidentLog();

    [Fact]
    public async Task An_incident_records_each_step_with_person_and_time()
    {
        var opened = (await Incidents.Open(Incident(_key))).Incident;
        await Incidents.Acknowledge(opened.Number, "ann", "looking");
        var resolved = await Incidents.Resolve(opened.Number, "bob", "fixed");

        Assert.Equal([(IncidentStatus.Open, "test", null), (IncidentStatus.Acknowledged, "ann", "looking"),
            (IncidentStatus.Resolved, "bob", "fixed")], resolved!.Timeline.Select(s => (s.Status, s.Who, s.Note)));
        Assert.Equal(resolved.Timeline, resolved.Timeline.OrderBy(s => s.At));
        Assert.Equivalent(resolved, await Incidents.Find(opened.Number), strict: true);
    }

    [Fact]
    public async Task Of_many_that_notice_the_same_one_opens_it()
    {
        var opened = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Incidents.Open(Incident(_key))));
        Assert.Single(opened, o => o.IsNew);
        var number = Assert.Single(opened.Select(o => o.Incident.Number).Distinct());

        Assert.Equal(number, (await Incidents.ReleaseKey(_key, "test", "test", null))!.Number);
        Assert.Null(await Incidents.ReleaseKey(_key, "test", "test", null));
        var again = await Incidents.Open(Incident(_key));
        Assert.True(again.IsNew && again.Incident.Number > number);
    }

    [Fact]
    public async Task An_event_repeated_after_its_resolution_opens_nothing()
    {
        var began = new DateTimeOffset(2026, 1, 5, 14, 30, 0, TimeSpan.Zero);
        var breaker = NewIncident.KeyOf("account:" + _key);
        Assert.False(await OpensAgainAsync(breaker, began, began));
        Assert.True(await OpensAgainAsync(breaker, began.AddSeconds(1), began.AddSeconds(2)));
        // An alert that still fires is one, whoever resolved it.
        Assert.True(await OpensAgainAsync("alert:" + _key, began, began));

        async Task<bool> OpensAgainAsync(string key, DateTimeOffset first, DateTimeOffset second)
        {
            var opened = (await Incidents.Open(Incident(key) with { BeganAt = first })).Incident;
            await Incidents.Resolve(opened.Number, "ann", null);
            var again = await Incidents.Open(Incident(key) with { BeganAt = second });
            Assert.Equal(again.IsNew, again.Incident.Number != opened.Number);
            return again.IsNew;
        }
    }

    [Theory]
    [InlineData("test", "alert:1")]
    [InlineData("alert:1", "test")]
    public async Task An_incident_that_two_notice_is_over_with_the_later_of_them(string earlier, string later)
    {
        var opened = (await Incidents.Open(Incident(_key))).Incident;
        var joined = await Incidents.Open(Incident(_key) with { HeldBy = "alert:1" });
        Assert.Equal((opened.Number, false), (joined.Incident.Number, joined.IsNew));
        Assert.Equal(IncidentStatus.Open, (await Incidents.ReleaseKey(_key, earlier, "ann", null))!.Status);
        Assert.Equal(IncidentStatus.Resolved, (await Incidents.ReleaseKey(_key, later, "ann", null))!.Status);
        Assert.Null(await Incidents.ReleaseKey(_key, later, "ann", null));
    }

    [Fact]
    public async Task A_holder_that_reports_after_the_end_opens_no_second_incident()
    {
        var opened = (await Incidents.Open(Incident(_key))).Incident;
        var resolved = (await Incidents.ReleaseKey(_key, "test", "ann", null))!;
        var late = Incident(_key) with { HeldBy = "alert:1", BeganAt = opened.Timeline[0].At };
        Assert.Equal(opened.Number, (await Incidents.Open(late)).Incident.Number);
        Assert.True((await Incidents.Open(late with { BeganAt = resolved.Timeline[^1].At.AddSeconds(1) })).IsNew);
    }

    [Fact]
    public async Task A_key_prefix_joins_the_newest_matching_incident()
    {
        var prefix = $"breaker:account:{_key}-";
        var first = (await Incidents.Open(Incident(prefix + "a"))).Incident.Number;
        var second = (await Incidents.Open(Incident(prefix + "b"))).Incident.Number;
        var any = Incident(prefix + NewIncident.Any) with { HeldBy = "alert:2" };
        Assert.Equal(second, (await Incidents.Open(any)).Incident.Number);
        Assert.Equal(IncidentStatus.Open, (await Incidents.ReleaseKey(prefix + "b", "test", "ann", null))!.Status);
        Assert.Equal(IncidentStatus.Resolved, (await Incidents.ReleaseKey(any.DedupKey!, "alert:2", "ann", null))!.Status);
        Assert.Equal(IncidentStatus.Open, (await Incidents.Find(first))!.Status);
        Assert.Null((any with { DedupKey = "breaker:account:*" }).Account);
    }

    [Fact]
    public async Task A_key_with_some_accounts_does_not_see_others_breakers()
    {
        var mine = await Incidents.Open(Incident(NewIncident.KeyOf("account:mine")));
        var others = await Incidents.Open(Incident(NewIncident.KeyOf("account:others")));
        var nobodys = await Incidents.Open(Incident(_key));
        Assert.Equal(("mine", null), (mine.Incident.What.Account, nobodys.Incident.What.Account));
        var listed = await List(new() { Accounts = ["mine"] });
        Assert.Contains(mine.Incident.Number, listed);
        Assert.Contains(nobodys.Incident.Number, listed);
        Assert.DoesNotContain(others.Incident.Number, listed);
    }

    [Fact]
    public async Task What_is_said_twice_changes_nothing()
    {
        var opened = (await Incidents.Open(Incident(_key))).Incident;
        var taken = await Incidents.Acknowledge(opened.Number, "ann", null);
        Assert.Equivalent(taken, await Incidents.Acknowledge(opened.Number, "bob", "me too"), strict: true);
        var resolved = await Incidents.Resolve(opened.Number, "ann", null);
        Assert.Equivalent(resolved, await Incidents.Resolve(opened.Number, "bob", null), strict: true);
        Assert.Equivalent(resolved, await Incidents.Acknowledge(opened.Number, "bob", null), strict: true);
        Assert.Null(await Incidents.Acknowledge(long.MaxValue, "ann", null));
        Assert.Null(await Incidents.Resolve(long.MaxValue, "ann", null));
    }

    [Fact]
    public async Task The_list_is_newest_first_and_filtered()
    {
        var first = (await Incidents.Open(Incident(_key + 1))).Incident.Number;
        var second = (await Incidents.Open(Incident(_key + 2) with { Severity = IncidentSeverity.Sev1 })).Incident.Number;
        var third = (await Incidents.Open(Incident(_key + 3))).Incident.Number;
        await Incidents.Resolve(second, "ann", null);

        Assert.Equal([third, second, first], await List(new() { Limit = 3 }));
        Assert.Equal([third, first], await List(new() { IsResolved = false, Limit = 2 }));
        Assert.Equal(second, (await List(new() { IsResolved = true })).First());
        Assert.Equal(second, (await List(new() { Severity = IncidentSeverity.Sev1 })).First());
        Assert.Equal([first], await List(new() { Before = second, Limit = 1 }));
    }

    [Fact]
    public async Task Texts_that_are_too_long_are_cut()
    {
        var opened = await Incidents.Open(Incident(_key) with { Title = new('t', 5000), Detail = new('d', 5000) });
        Assert.Equal(NewIncident.MaxTitleLength, opened.Incident.What.Title.Length);
        Assert.Equal(NewIncident.MaxDetailLength, opened.Incident.What.Detail!.Length);
    }

    private async Task<IEnumerable<long>> List(IncidentFilter filter) => (await Incidents.List(filter)).Select(i => i.Number);

    private static NewIncident Incident(string key) => new()
    {
        Type = IncidentType.HealthCheck,
        Severity = IncidentSeverity.Sev3,
        Title = "something is wrong",
        Source = "test",
        DedupKey = key,
    };
}
