using System.Collections.Immutable;
using Microsoft.Extensions.Time.Testing;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Instruments;
using TradingOps.Grains.Accounts;
using TradingOps.Grains.Risk;

namespace TradingOps.Grains.Tests.Accounts;

public sealed class GroupBoundsTests
{
    private static readonly ExposureLimitValue Limit = new(null, null, 1_000, 0, 0);

    private static readonly Instrument Stock = InstrumentCatalogue.Default["AAPL"];

    private readonly FakeTimeProvider _clock = new();
    private readonly Account _account = new("a");
    private readonly GroupLimitCache _cache;
    private readonly GroupBounds _bounds;

    public GroupBoundsTests()
    {
        _cache = new(_clock);
        _bounds = new(_account, _cache);
    }

    [Fact]
    public void Before_the_first_answer_any_limit_may_be_there()
    {
        Assert.Null(Assert.Single(_bounds.Now(Stock)).Others);
        _account.SetLimits(AccountLimits.None);
        Assert.Empty(_bounds.Now(Stock));
        _account.SetLimits(new());
        _cache.Update([], _clock.GetTimestamp());
        Assert.Empty(_bounds.Now(Stock));
    }

    [Fact]
    public void Limits_of_the_firm_and_of_the_own_desk_hold()
    {
        Hear(Of("firm", 1), Of("desk:x", 2), Of("desk:y", 4));
        Assert.Equal([1], _bounds.Now(Stock).Select(b => b.Others!.Value.Gross));
        _account.SetDesk("x");
        Assert.Equal([("desk 'x'", 2m), ("the firm", 1m)], _bounds.Now(Stock).Select(b => (b.Whose, b.Others!.Value.Gross)));
    }

    [Fact]
    public void A_report_is_subtracted_once_the_firm_has_surely_counted_it()
    {
        Hear(Of("firm", 500));
        Report(200);
        // An answer may have been under way when it was made.
        Hear(Of("firm", 500));
        Assert.Equal(500, Others);
        Hear(Of("firm", 700));
        Assert.Equal(500, Others);

        Report(300);
        Hear(Of("firm", 800));
        Assert.Equal(600, Others);
        Hear(Of("firm", 800));
        Assert.Equal(500, Others);
    }

    [Fact]
    public void Of_several_reports_before_an_answer_the_last_counts()
    {
        Hear(Of("firm", 0));
        for (var gross = 1; gross <= 200; gross++) Report(gross);
        Hear(Of("firm", 200));
        Report(300);
        Hear(Of("firm", 250));
        Assert.Equal(50, Others);
        Hear(Of("firm", 350));
        Assert.Equal(50, Others);
    }

    [Fact]
    public void A_report_to_another_desk_is_not_subtracted()
    {
        _account.SetDesk("x");
        Hear(Of("desk:x", 0));
        Report(200);
        _account.SetDesk("y");
        Hear(Of("desk:y", 100));
        Hear(Of("desk:y", 100));
        Assert.Equal(100, Others);
        Report(200);
        Hear(Of("desk:y", 300));
        Hear(Of("desk:y", 300));
        Assert.Equal(100, Others);
    }

    [Fact]
    public void A_report_from_outside_is_not_subtracted()
    {
        _account.SetLimits(AccountLimits.None);
        Hear(Of("firm", 0));
        Report(200);
        _account.SetLimits(new());
        Hear(Of("firm", 100));
        Hear(Of("firm", 100));
        Assert.Equal(100, Others);
    }

    [Fact]
    public void A_limit_of_another_class_is_no_bound()
    {
        var futures = new ExposureLimitValue(AssetClass.Futures, null, 1, 0, 0);
        Hear(new GroupLimitsView("firm", [new(futures, 5, 5, 0), new(Limit, 7, 7, -7)], IsComplete: true));
        Assert.Equal(7, Others);
    }

    [Fact]
    public void What_is_old_or_not_whole_is_not_known()
    {
        Hear(Of("firm", 1) with { IsComplete = false });
        Assert.Null(Assert.Single(_bounds.Now(Stock)).Others);
        Hear(Of("firm", 1));
        _clock.Advance(GroupLimitCache.Lease);
        Assert.Equal(1, Others);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(Assert.Single(_bounds.Now(Stock)).Others);
    }

    private decimal Others => Assert.Single(_bounds.Now(Stock)).Others!.Value.Gross;

    private static GroupLimitsView Of(string scope, decimal gross) =>
        new(scope, [new(Limit, gross, gross, -gross)], IsComplete: true);

    private void Hear(params ImmutableArray<GroupLimitsView> limits) => _cache.Update(limits, _clock.GetTimestamp());

    private void Report(decimal gross) => _bounds.Report([new(AssetClass.Equity, "AAPL", gross, gross, -gross)]);
}
