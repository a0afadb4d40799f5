using TradingOps.Engine.Breakers;

namespace TradingOps.Engine.Tests.Breakers;

/// <summary>Each row of the breaker table for accounts.</summary>
public sealed class AccountBreakerTests
{
    private static readonly DateOnly Today = new(2026, 1, 5);
    private static readonly ProbationLimits Probation = new() { Lasts = TimeSpan.FromSeconds(30) };

    private readonly BreakerClock _clock = new();
    private readonly AccountBreaker _breaker = new(new(), Probation);

    private AccountFigures _figures = new(Today, 0, 0, 1_000_000, false);

    public AccountBreakerTests() => Evaluate();

    private BreakerStatus Status => _breaker.Status;

    [Theory]
    [InlineData(0.0299, BreakerState.Closed)]
    [InlineData(0.03, BreakerState.ReduceOnly)]
    [InlineData(0.0499, BreakerState.ReduceOnly)]
    [InlineData(0.05, BreakerState.Open)]
    public void A_daily_loss_leads_to_its_state(double loss, BreakerState expected)
    {
        Lose((decimal)loss);
        Assert.Equal(expected, Status.State);
    }

    [Fact]
    public void An_accounts_own_limits_hold_from_the_next_evaluation()
    {
        Lose(0.025m);
        Assert.Equal(BreakerState.Closed, Status.State);
        _breaker.SetLimits(new AccountBreakerLimits().For(new() { SoftDailyLoss = 0.02m, HardDailyLoss = 0.2m }));
        Evaluate();
        Assert.Equal((BreakerState.ReduceOnly, 0.02m), (Status.State, Status.Threshold));
        Lose(0.19m);
        Assert.Equal(BreakerState.ReduceOnly, Status.State);
        Draw(0.10m);
        Assert.Equal((BreakerState.Open, BreakerCause.Drawdown), (Status.State, Status.Cause));
    }

    [Fact]
    public void The_soft_limit_cancels_what_increases_and_names_value_and_threshold()
    {
        Lose(0.031m);
        Assert.Equal((BreakerCause.DailyLossSoft, RestingOrders.CancelIncreasing), (Status.Cause, Status.Resting));
        Assert.Equal((0.031m, 0.03m, "system", 1L), (Status.Value, Status.Threshold, Status.Who, Status.Sequence));
    }

    [Fact]
    public void The_soft_limit_ends_after_a_minute_below_four_fifths()
    {
        Lose(0.03m);
        Lose(0.0239m);
        Pass(59);
        Assert.Equal(BreakerState.ReduceOnly, Status.State);
        Lose(0.0241m);
        Lose(0.0239m);
        Pass(59);
        Assert.Equal(BreakerState.ReduceOnly, Status.State);
        Pass(1);
        Assert.Equal((BreakerState.Closed, BreakerCause.Recovered), (Status.State, Status.Cause));
    }

    [Fact]
    public void The_soft_limit_is_left_on_a_new_day()
    {
        Lose(0.04m);
        _figures = _figures with { Day = Today.AddDays(1), DailyLoss = 0 };
        Evaluate();
        Assert.Equal((BreakerState.Closed, BreakerCause.NewDay), (Status.State, Status.Cause));
    }

    [Fact]
    public void The_hard_limit_cancels_all_and_stays_until_risk_resets_it()
    {
        Lose(0.05m);
        Assert.Equal((BreakerCause.DailyLoss, RestingOrders.CancelAll), (Status.Cause, Status.Resting));
        Lose(0);
        Pass(86_400);
        _figures = _figures with { Day = Today.AddDays(1) };
        Evaluate();
        Assert.Equal(BreakerState.Open, Status.State);
        Reset();
        Assert.Equal((BreakerState.HalfOpen, "risk"), (Status.State, Status.Who));
    }

    [Fact]
    public void A_drawdown_stays_over_a_new_day_until_risk_resets_it()
    {
        Draw(0.0999m);
        Assert.Equal(BreakerState.Closed, Status.State);
        Draw(0.10m);
        Assert.Equal((BreakerState.Open, BreakerCause.Drawdown, RestingOrders.CancelAll),
            (Status.State, Status.Cause, Status.Resting));
        _figures = _figures with { Day = Today.AddDays(1) };
        Evaluate();
        Assert.Equal(BreakerState.Open, Status.State);
        Reset();
        Assert.Equal(BreakerState.HalfOpen, Status.State);
        Draw(0.1099m);
        Assert.Equal(BreakerState.HalfOpen, Status.State);
        Draw(0.11m);
        Assert.Equal((BreakerState.Open, 0.11m), (Status.State, Status.Threshold));
    }

    [Fact]
    public void Too_many_orders_stop_the_account_and_keep_its_resting_orders()
    {
        ExceedRate();
        Assert.Equal((BreakerState.Open, BreakerCause.OrderRate, RestingOrders.Keep, 51m),
            (Status.State, Status.Cause, Status.Resting, Status.Value));
        Pass(29.9);
        Assert.Equal(BreakerState.Open, Status.State);
        Pass(0.1);
        Assert.Equal((BreakerState.HalfOpen, BreakerCause.CooledDown), (Status.State, Status.Cause));
        Pass(30);
        Assert.Equal((BreakerState.Closed, BreakerCause.ProbationPassed), (Status.State, Status.Cause));
    }

    [Fact]
    public void Refused_orders_stop_the_account_and_the_third_time_until_a_reset()
    {
        for (var trip = 1; trip <= 3; trip++)
        {
            Refuse(accepted: 20, rejected: 20);
            Assert.Equal((BreakerState.Open, BreakerCause.RejectRatio, RestingOrders.CancelAll, 0.5m),
                (Status.State, Status.Cause, Status.Resting, Status.Value));
            Assert.Equal(trip == 3, Status.NeedsPerson);
            Pass(59.9);
            Assert.Equal(BreakerState.Open, Status.State);
            Pass(0.1);
            Assert.Equal(trip == 3 ? BreakerState.Open : BreakerState.HalfOpen, Status.State);
            Pass(30);
        }
        Assert.Equal(BreakerState.Open, Status.State);
        Reset();
        Pass(30);
        Assert.Equal(BreakerState.Closed, Status.State);
    }

    [Fact]
    public void Trips_by_refused_orders_are_counted_a_day()
    {
        for (var day = 0; day < 4; day++)
        {
            _figures = _figures with { Day = Today.AddDays(day) };
            Evaluate();
            Refuse(accepted: 0, rejected: 20);
            Assert.False(Status.NeedsPerson);
            Pass(60);
            Pass(30);
        }
    }

    [Theory]
    [InlineData(0, 19)]
    [InlineData(21, 20)]
    public void Fewer_refused_orders_stop_no_account(int accepted, int rejected)
    {
        Refuse(accepted, rejected);
        Assert.Equal(BreakerState.Closed, Status.State);
    }

    [Fact]
    public void Refused_orders_of_more_than_ten_seconds_ago_do_not_count()
    {
        Refuse(0, 19);
        _clock.Advance(10);
        Refuse(0, 1);
        Assert.Equal(BreakerState.Closed, Status.State);
    }

    [Fact]
    public void A_stale_mark_allows_only_reducing_orders_until_it_is_fresh()
    {
        _figures = _figures with { IsStale = true };
        Evaluate();
        Assert.Equal((BreakerState.ReduceOnly, BreakerCause.StaleMark, RestingOrders.Keep),
            (Status.State, Status.Cause, Status.Resting));
        _figures = _figures with { IsStale = false };
        Evaluate();
        Assert.Equal((BreakerState.Closed, BreakerCause.Recovered), (Status.State, Status.Cause));
    }

    [Fact]
    public void A_stale_mark_interrupts_probation_and_does_not_end_it()
    {
        Lose(0.05m);
        Reset();
        _figures = _figures with { IsStale = true };
        Evaluate();
        Assert.Equal(BreakerState.ReduceOnly, Status.State);
        _figures = _figures with { IsStale = false };
        Evaluate();
        Assert.Equal(BreakerState.HalfOpen, Status.State);
    }

    [Fact]
    public void A_loss_counts_beside_a_stale_mark_and_not_the_reverse()
    {
        _figures = _figures with { IsStale = true };
        Evaluate();
        Lose(0.03m);
        Assert.Equal(BreakerCause.DailyLossSoft, Status.Cause);
        Lose(0);
        Pass(60);
        Assert.Equal((BreakerState.ReduceOnly, BreakerCause.StaleMark), (Status.State, Status.Cause));
    }

    [Fact]
    public void A_reset_accepts_the_loss_and_each_further_breach_doubles_the_cooldown()
    {
        Lose(0.052m);
        Reset();
        Lose(0.0569m);
        Assert.Equal(BreakerState.HalfOpen, Status.State);
        Lose(0.057m);
        var cooldown = 120;
        for (var i = 0; i < 8; i++)
        {
            Assert.Equal((BreakerState.Open, TimeSpan.FromSeconds(cooldown)), (Status.State, Status.Cooldown));
            Assert.Equal(BreakerRefusal.CoolingDown, Reset());
            Pass(cooldown - 0.1);
            Assert.Equal(BreakerRefusal.CoolingDown, Reset());
            Pass(0.1);
            Assert.Equal(BreakerState.Open, Status.State);
            Assert.Equal(BreakerRefusal.None, Reset());
            Assert.Equal(BreakerState.HalfOpen, Status.State);
            Lose(_figures.DailyLoss + 0.005m);
            cooldown = Math.Min(2 * cooldown, 3600);
        }
        Assert.Equal(TimeSpan.FromHours(1), Status.Cooldown);
    }

    [Fact]
    public void A_breach_of_an_automatic_probation_ends_automatically()
    {
        ExceedRate();
        Pass(30);
        _breaker.BreachProbation(101, 100);
        Evaluate();
        Assert.Equal((BreakerState.Open, BreakerCause.Probation, TimeSpan.FromSeconds(60)),
            (Status.State, Status.Cause, Status.Cooldown));
        Pass(60);
        Assert.Equal(BreakerState.HalfOpen, Status.State);
        Pass(30);
        Assert.Equal((BreakerState.Closed, TimeSpan.Zero), (Status.State, Status.Cooldown));
    }

    [Fact]
    public void Only_probation_can_be_breached()
    {
        _breaker.BreachProbation(2, 1);
        Evaluate();
        Assert.Equal(BreakerState.Closed, Status.State);
    }

    [Fact]
    public void A_clean_probation_closes_and_the_accepted_loss_stays_accepted_that_day()
    {
        Lose(0.06m);
        Reset();
        Pass(30);
        Assert.Equal(BreakerState.Closed, Status.State);
        Evaluate();
        Assert.Equal(BreakerState.Closed, Status.State);
        _figures = _figures with { Day = Today.AddDays(1) };
        Evaluate();
        Assert.Equal(BreakerState.Open, Status.State);
    }

    [Fact]
    public void The_worse_trigger_goes_over_the_milder_and_not_the_other_way()
    {
        ExceedRate();
        Lose(0.05m);
        Assert.Equal((BreakerCause.DailyLoss, true), (Status.Cause, Status.NeedsPerson));
        Refuse(0, 40);
        ExceedRate();
        Assert.Equal(BreakerCause.DailyLoss, Status.Cause);
        Pass(100);
        Assert.Equal(BreakerState.Open, Status.State);
    }

    [Fact]
    public void A_kill_goes_over_everything_and_two_people_reset_it()
    {
        Lose(0.05m);
        Take(BreakerRules.Kill(Status, "rogue", "anna", _clock.Now));
        Assert.Equal((BreakerState.Isolated, RestingOrders.CancelAll), (Status.State, Status.Resting));
        Lose(0.9m);
        Pass(1_000_000);
        Assert.Equal((BreakerState.Isolated, 2L), (Status.State, Status.Sequence));
        Assert.Null(_breaker.Approve(true, "fine", "ben", _clock.Now, out var early));
        Assert.Equal(BreakerRefusal.NothingAsked, early);
        Take(_breaker.Reset("fixed", "anna", _clock.Now, out _));
        Assert.Equal((BreakerState.Isolated, "anna", RestingOrders.CancelAll),
            (Status.State, Status.ResetAskedBy, Status.Resting));
        Assert.Null(_breaker.Approve(true, "fine", "anna", _clock.Now, out var same));
        Assert.Equal(BreakerRefusal.SecondPersonRequired, same);
        Take(_breaker.Approve(true, "fine", "ben", _clock.Now, out _));
        Assert.Equal((BreakerState.HalfOpen, "ben", null), (Status.State, Status.Who, Status.ResetAskedBy));
    }

    public static TheoryData<BreakerState> States() =>
        [BreakerState.Closed, BreakerState.HalfOpen, BreakerState.ReduceOnly, BreakerState.Open, BreakerState.Isolated];

    [Theory]
    [MemberData(nameof(States))]
    public void Every_state_survives_a_restart_and_goes_on_from_there(BreakerState state)
    {
        switch (state)
        {
            case BreakerState.ReduceOnly: Lose(0.03m); break;
            case BreakerState.Open: Refuse(0, 20); break;
            case BreakerState.Isolated: Take(BreakerRules.Kill(Status, "rogue", "anna", _clock.Now)); break;
            case BreakerState.HalfOpen: Refuse(0, 20); Pass(60); break;
        }
        Assert.Equal(state, Status.State);
        var stored = new BreakerChange(BreakerState.Closed, Status).Encode();

        var restarted = new AccountBreaker(new(), Probation);
        restarted.Apply(BreakerChange.Decode(stored).To);
        Assert.Equal(Status, restarted.Status);
        Assert.Null(restarted.Evaluate(_figures, _clock.Now));
        var before = _clock.Now;
        _clock.Advance(61);
        var next = restarted.Evaluate(_figures with { DailyLoss = 0 }, _clock.Now);
        Assert.Equal(state switch
        {
            BreakerState.Open => BreakerState.HalfOpen,
            BreakerState.HalfOpen => BreakerState.Closed,
            _ => null,
        }, next?.State);
        Assert.True(before < _clock.Now);
        if (state != BreakerState.ReduceOnly) return;
        // It has not been seen to recover before: the minute begins with the restart.
        _clock.Advance(60);
        Assert.Equal(BreakerState.Closed, restarted.Evaluate(_figures with { DailyLoss = 0 }, _clock.Now)?.State);
    }

    private void Lose(decimal loss)
    {
        _figures = _figures with { DailyLoss = loss };
        Evaluate();
    }

    private void Draw(decimal drawdown)
    {
        _figures = _figures with { Drawdown = drawdown };
        Evaluate();
    }

    private void Pass(double seconds)
    {
        _clock.Advance(seconds);
        Evaluate();
    }

    private void ExceedRate()
    {
        _breaker.ExceedRate(50);
        Evaluate();
    }

    private void Refuse(int accepted, int rejected)
    {
        for (var i = 0; i < accepted; i++) _breaker.CountOutcome(false, _clock.Now);
        for (var i = 0; i < rejected; i++) _breaker.CountOutcome(true, _clock.Now);
        Evaluate();
    }

    private BreakerRefusal Reset()
    {
        Take(_breaker.Reset("looked at it", "risk", _clock.Now, out var refusal));
        return refusal;
    }

    private void Evaluate()
    {
        while (_breaker.Evaluate(_figures, _clock.Now) is { } next) _breaker.Apply(next);
    }

    private void Take(BreakerStatus? next)
    {
        if (next is not null) _breaker.Apply(next);
    }
}
