using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Accounts;
using TradingOps.Grains.Books;
using TradingOps.Grains.Instruments;
using TradingOps.Grains.Tests.Accounts;

namespace TradingOps.Grains.Tests.Books;

/// <summary>How often reports are sent to an account that does not acknowledge them.</summary>
public sealed class ReportOutboxTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly IAccountGrain _account = Substitute.For<IAccountGrain>();
    private readonly ReportOutbox _outbox;
    private readonly Market _market = new("AAPL");
    private long _applied;
    private int _deliveries;

    public ReportOutboxTests()
    {
        _account.Deliver(Arg.Any<ReportBatch>()).Returns(_ =>
        {
            _deliveries++;
            return Task.FromResult(_applied);
        });
        var grains = Substitute.For<IGrainFactory>();
        grains.GetGrain<IAccountGrain>(Arg.Any<string>()).Returns(_account);
        _outbox = new(
            "AAPL", grains, new(), new(InstrumentCatalogue.CopyDefault(), new SymbolLabels(), isOn: false), _clock,
            NullLogger.Instance);
    }

    [Fact]
    public void An_account_that_lags_behind_is_asked_again_after_growing_pauses()
    {
        Rest();
        Assert.Equal(1, _deliveries);
        foreach (var milliseconds in new[] { 100, 200, 400, 800, 1000, 1000 })
        {
            var before = _deliveries;
            _clock.Advance(TimeSpan.FromMilliseconds(milliseconds - 1));
            Assert.Equal(before, _deliveries);
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            Assert.Equal(before + 1, _deliveries);
        }
        _applied = 1;
        _clock.Advance(TimeSpan.FromSeconds(1));
        var last = _deliveries;
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((1, last), (_outbox.AcknowledgedBy("a"), _deliveries));
    }

    [Fact]
    public void An_account_that_keeps_up_is_sent_reports_without_a_pause()
    {
        for (var order = 1; order <= 5; order++)
        {
            _applied = order;
            Rest();
            Assert.Equal((order, order), (_deliveries, _outbox.AcknowledgedBy("a")));
        }
    }

    /// <summary>An order of the account rests: one report.</summary>
    private void Rest()
    {
        var reports = _market.Enter(AccountParts.Order(Side.Buy, 100, 1).ToCommand(0), "a", null).Reports();
        _outbox.Add([.. reports]);
        _outbox.Release([.. reports], caller: null);
    }
}
