using TradingOps.Engine.Breakers;

namespace TradingOps.Engine.Tests.Breakers;

/// <summary>Each row of the breaker table for symbols.</summary>
public sealed class SymbolBreakerTests
{
    private static readonly DateOnly Today = new(2026, 1, 5);

    private readonly BreakerClock _clock = new();
    private readonly SymbolBreaker _breaker = new(new(), new() { Lasts = TimeSpan.FromSeconds(30) });
    private bool _isPushed;

    private BreakerStatus Status => _breaker.Status;

    [Fact]
    public void A_push_that_ends_within_fifteen_seconds_ends_the_limit_state()
    {
        Push(true);
        Assert.Equal((BreakerState.LimitState, BreakerCause.PriceBand, RestingOrders.Keep, 111m, 110m),
            (Status.State, Status.Cause, Status.Resting, Status.Value, Status.Threshold));
        Pass(14.9);
        Push(false);
        Assert.Equal((BreakerState.Closed, BreakerCause.Recovered), (Status.State, Status.Cause));
    }

    [Fact]
    public void A_push_that_lasts_pauses_for_five_minutes_and_resumes_on_probation()
    {
        Push(true);
        Pass(14.9);
        Assert.False(_breaker.IsHalted);
        Pass(0.1);
        Assert.Equal((BreakerState.Open, BreakerCause.PriceBand, RestingOrders.Keep, true),
            (Status.State, Status.Cause, Status.Resting, _breaker.IsHalted));
        Push(false);
        Pass(299.9);
        Assert.Equal(BreakerState.Open, Status.State);
        Pass(0.1);
        Assert.Equal((BreakerState.HalfOpen, BreakerCause.CooledDown), (Status.State, Status.Cause));
        Pass(30);
        Assert.Equal(BreakerState.Closed, Status.State);
    }

    [Fact]
    public void A_push_on_probation_pauses_for_twice_as_long_if_it_lasts()
    {
        Push(true);
        Pass(15);
        Push(false);
        Pass(300);
        Push(true);
        Pass(14);
        Push(false);
        Push(true);
        Pass(14);
        Assert.Equal(BreakerState.HalfOpen, Status.State);
        Pass(1);
        Assert.Equal((BreakerState.Open, TimeSpan.FromMinutes(10), RestingOrders.Keep),
            (Status.State, Status.Cooldown, Status.Resting));
    }

    [Fact]
    public void A_pause_that_cannot_end_inside_the_band_is_extended()
    {
        Push(true);
        Pass(15);
        _clock.Advance(300);
        _breaker.Apply(_breaker.Prolong(112, 110, _clock.Now));
        Push(false);
        Pass(299);
        Assert.Equal(BreakerState.Open, Status.State);
        Pass(1);
        Assert.Equal(BreakerState.HalfOpen, Status.State);
    }

    [Fact]
    public void Halted_by_hand_it_stays_halted_until_it_is_resumed_by_hand()
    {
        _breaker.Apply(BreakerRules.Trip(Status, "news", "anna", _clock.Now)!);
        Assert.Equal((BreakerState.Open, RestingOrders.Keep, true), (Status.State, Status.Resting, _breaker.IsHalted));
        Pass(1_000_000);
        Assert.Equal(BreakerState.Open, Status.State);
        _breaker.Apply(_breaker.Reset("out", "ben", _clock.Now, out _)!);
        Assert.Equal((BreakerState.HalfOpen, false), (Status.State, _breaker.IsHalted));
    }

    [Fact]
    public void A_pause_cannot_be_cut_short()
    {
        Push(true);
        Pass(15);
        Assert.Null(_breaker.Reset("hurry", "anna", _clock.Now, out var refusal));
        Assert.Equal(BreakerRefusal.CoolingDown, refusal);
    }

    [Theory]
    [InlineData(BreakerState.LimitState, BreakerState.Open, 15)]
    [InlineData(BreakerState.Open, BreakerState.HalfOpen, 300)]
    [InlineData(BreakerState.HalfOpen, BreakerState.Closed, 30)]
    public void Every_state_survives_a_restart_and_its_time_runs_on(BreakerState state, BreakerState next, int after)
    {
        Push(true);
        if (state != BreakerState.LimitState)
        {
            Pass(15);
            Push(false);
        }
        if (state == BreakerState.HalfOpen) Pass(300);
        Assert.Equal(state, Status.State);
        _clock.Advance(after - 1);
        var restarted = new SymbolBreaker(new(), new() { Lasts = TimeSpan.FromSeconds(30) });
        restarted.Apply(BreakerChange.Decode(new BreakerChange(BreakerState.Closed, Status).Encode()).To);
        Assert.Equal(Status, restarted.Status);
        Assert.Null(restarted.Evaluate(_isPushed, 111, 110, Today, _clock.Now));
        _clock.Advance(1);
        Assert.Equal(next, restarted.Evaluate(_isPushed, 111, 110, Today, _clock.Now)?.State);
    }

    private void Push(bool isPushed)
    {
        _isPushed = isPushed;
        Pass(0);
    }

    private void Pass(double seconds)
    {
        _clock.Advance(seconds);
        while (_breaker.Evaluate(_isPushed, 111, 110, Today, _clock.Now) is { } next) _breaker.Apply(next);
    }
}
