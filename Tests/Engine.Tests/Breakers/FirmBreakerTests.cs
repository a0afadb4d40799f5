using TradingOps.Engine.Breakers;

namespace TradingOps.Engine.Tests.Breakers;

/// <summary>Each row of the breaker table for the firm.</summary>
public sealed class FirmBreakerTests
{
    private static readonly DateOnly Today = new(2026, 1, 5);

    private readonly BreakerClock _clock = new();
    private readonly FirmBreaker _breaker = new(new(), new() { Lasts = TimeSpan.FromSeconds(30) });
    private FirmFigures _figures = new(Today, null, null);

    private BreakerStatus Status => _breaker.Status;

    [Fact]
    public void The_loss_limit_lets_the_firm_only_reduce_until_risk_resets_it()
    {
        Evaluate(_figures with { DailyLoss = 0.0499m });
        Assert.Equal(BreakerState.Closed, Status.State);
        Evaluate(_figures with { DailyLoss = 0.05m });
        Assert.Equal((BreakerState.ReduceOnly, BreakerCause.DailyLoss, RestingOrders.CancelIncreasing),
            (Status.State, Status.Cause, Status.Resting));
        Pass(100_000);
        Evaluate(_figures with { DailyLoss = 0 });
        Assert.Equal(BreakerState.ReduceOnly, Status.State);
        Evaluate(_figures with { DailyLoss = 0.05m });
        _breaker.Apply(_breaker.Reset("hedged", "anna", _clock.Now, out _)!);
        Pass(0);
        Assert.Equal(BreakerState.HalfOpen, Status.State);
        Evaluate(_figures with { DailyLoss = 0.055m });
        Assert.Equal((BreakerState.Open, TimeSpan.FromMinutes(2), true), (Status.State, Status.Cooldown, Status.NeedsPerson));
    }

    [Fact]
    public void The_first_two_index_falls_each_stop_the_firm_once_a_day()
    {
        Evaluate(_figures with { IndexFall = 0.0699m });
        Assert.Equal(BreakerState.Closed, Status.State);
        Evaluate(_figures with { IndexFall = 0.07m });
        Assert.Equal((BreakerState.Open, BreakerCause.IndexMove, RestingOrders.CancelAll, 0.07m),
            (Status.State, Status.Cause, Status.Resting, Status.Threshold));
        Pass(899);
        Assert.Equal(BreakerState.Open, Status.State);
        Pass(1);
        Assert.Equal(BreakerState.HalfOpen, Status.State);
        Pass(30);
        Assert.Equal(BreakerState.Closed, Status.State);
        Evaluate(_figures with { IndexFall = 0.13m });
        Assert.Equal((BreakerState.Open, 0.13m, false), (Status.State, Status.Threshold, Status.NeedsPerson));
        Pass(900);
        Assert.Equal(BreakerState.HalfOpen, Status.State);
    }

    [Fact]
    public void The_third_fall_needs_risk_also_on_top_of_the_second()
    {
        Evaluate(_figures with { IndexFall = 0.13m });
        Evaluate(_figures with { IndexFall = 0.20m });
        Assert.Equal((0.20m, true), (Status.Threshold, Status.NeedsPerson));
        Pass(1_000_000);
        Assert.Equal(BreakerState.Open, Status.State);
    }

    [Fact]
    public void A_second_fall_during_the_first_stop_restarts_its_time()
    {
        Evaluate(_figures with { IndexFall = 0.07m });
        Pass(600);
        Evaluate(_figures with { IndexFall = 0.13m });
        Pass(899);
        Assert.Equal(BreakerState.Open, Status.State);
        Pass(1);
        Assert.Equal(BreakerState.HalfOpen, Status.State);
    }

    [Fact]
    public void Falls_of_another_day_are_counted_from_zero()
    {
        Evaluate(_figures with { IndexFall = 0.07m });
        Pass(900);
        Pass(30);
        Assert.Equal(BreakerState.Closed, Status.State);
        Evaluate(_figures with { Day = Today.AddDays(1) });
        Assert.Equal(BreakerState.Open, Status.State);
    }

    [Fact]
    public void Killed_it_cancels_all_until_two_people_agree()
    {
        _breaker.Apply(BreakerRules.Kill(Status, "fire", "anna", _clock.Now)!);
        Assert.Equal((BreakerState.Isolated, RestingOrders.CancelAll), (Status.State, Status.Resting));
        Assert.Null(BreakerRules.Kill(Status, "fire", "ben", _clock.Now));
        Assert.Null(BreakerRules.Trip(Status, "fire", "ben", _clock.Now));
        _breaker.Apply(_breaker.Reset("out", "anna", _clock.Now, out _)!);
        Assert.Null(_breaker.Reset("out", "anna", _clock.Now, out _));
        _breaker.Apply(_breaker.Approve(true, "seen", "ben", _clock.Now, out _)!);
        Assert.Equal(BreakerState.HalfOpen, Status.State);
    }

    [Fact]
    public void Where_one_person_is_enough_the_same_may_approve()
    {
        _breaker.Apply(BreakerRules.Kill(Status, "fire", "local", _clock.Now)!);
        _breaker.Apply(_breaker.Reset("out", "local", _clock.Now, out _)!);
        _breaker.Apply(_breaker.Approve(false, "out", "local", _clock.Now, out _)!);
        Assert.Equal(BreakerState.HalfOpen, Status.State);
    }

    [Fact]
    public void Tripped_by_hand_it_is_reset_by_hand_at_once()
    {
        _breaker.Apply(BreakerRules.Trip(Status, "drill", "anna", _clock.Now)!);
        Assert.Equal((BreakerState.Open, RestingOrders.Keep), (Status.State, Status.Resting));
        Assert.Null(BreakerRules.Trip(Status, "drill", "ben", _clock.Now));
        _breaker.Apply(_breaker.Reset("over", "anna", _clock.Now, out _)!);
        Assert.Equal(BreakerState.HalfOpen, Status.State);
        Assert.Null(_breaker.Reset("over", "anna", _clock.Now, out var refusal));
        Assert.Equal(BreakerRefusal.None, refusal);
    }

    [Theory]
    [InlineData("firm", true)]
    [InlineData("account:desk-1", true)]
    [InlineData("symbol:ESZ6", true)]
    [InlineData("desk:alpha", true)]
    [InlineData("desk:", false)]
    [InlineData("account:", false)]
    [InlineData("desk-1", false)]
    [InlineData("", false)]
    public void A_scope_is_read_as_it_is_written(string text, bool isScope)
    {
        Assert.Equal(isScope, BreakerScope.TryParse(text, out var scope));
        if (isScope) Assert.Equal(text, scope.ToString());
    }

    private void Pass(double seconds)
    {
        _clock.Advance(seconds);
        Evaluate(_figures);
    }

    private void Evaluate(FirmFigures figures)
    {
        _figures = figures;
        while (_breaker.Evaluate(_figures, _clock.Now) is { } next) _breaker.Apply(next);
    }
}
