using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using TradingOps.Engine.Errors;
using TradingOps.Grains.Clocks;
using TradingOps.Silo.Clocks;

namespace TradingOps.Grains.Tests.Clocks;

/// <summary>A step of the machine's clock is noticed before a time after it is used.</summary>
public sealed class GuardedClockTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Day = TimeSpan.FromHours(25);

    private readonly MachineClock _machine = new();
    private readonly ClockState _state = new(Options.Create(new ClockOptions()), NullLogger<ClockState>.Instance);
    private readonly GuardedClock _clock;

    public GuardedClockTests() => _clock = new(_machine, _state, () => _machine.SinceBoot);

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void A_step_faults_and_its_time_is_not_used(int direction)
    {
        var before = _clock.GetUtcNow();
        _machine.Step(direction * Day);
        _machine.Run(6 * Second);
        Assert.Equal(before + 6 * Second, _clock.GetUtcNow());
        Assert.Contains($"stepped by {(direction > 0 ? "+" : "-")}1.01:00:00", _state.Fault, StringComparison.Ordinal);
        var error = Assert.Throws<TradingUnavailableException>(_state.ThrowIfFaulted);
        Assert.Equal((TradingError.ClockFault, true), (error.Code, error.IsOutcomeKnown));
    }

    [Fact]
    public void A_clock_that_is_set_right_is_trusted_again()
    {
        var before = _clock.GetUtcNow();
        _machine.Step(Day);
        _machine.Run(6 * Second);
        _clock.GetUtcNow();
        _machine.Step(-Day + Second);
        Assert.Equal(before + 7 * Second, _clock.GetUtcNow());
        Assert.Null(_state.Fault);
    }

    [Fact]
    public void A_step_within_the_bound_is_adopted()
    {
        var before = _clock.GetUtcNow();
        _machine.Step(4 * Second);
        Assert.Equal(before + 4 * Second, _clock.GetUtcNow());
        Assert.Null(_state.Fault);
    }

    [Fact]
    public void A_slewed_clock_never_faults()
    {
        for (var i = 0; i < 100_000; i++)
        {
            _machine.Run(Second, TimeSpan.FromMilliseconds(0.5));
            Assert.Equal(_machine.GetUtcNow(), _clock.GetUtcNow());
        }
        Assert.Null(_state.Fault);
    }

    [Fact]
    public void A_machine_that_slept_goes_on()
    {
        _machine.Sleep(Day);
        Assert.Equal(_machine.GetUtcNow(), _clock.GetUtcNow());
        Assert.Null(_state.Fault);
    }

    [Fact]
    public void A_step_during_sleep_faults()
    {
        var before = _clock.GetUtcNow();
        _machine.Sleep(8 * 3600 * Second);
        _machine.Step(Day);
        Assert.Equal(before + 8 * 3600 * Second, _clock.GetUtcNow());
        Assert.Contains("+1.01:00:00", _state.Fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(6, true)]
    [InlineData(4, false)]
    [InlineData(-90_000, false)]
    public void A_clock_ahead_of_the_database_faults(int seconds, bool isFault)
    {
        _state.ObserveSkew(seconds * Second, seconds * Second);
        Assert.Equal(isFault, _state.Fault?.Contains("+0.00:00:06 against that of the database") == true);
        _state.ObserveSkew(TimeSpan.Zero, TimeSpan.Zero);
        Assert.Null(_state.Fault);
    }

    [Fact]
    public void A_slow_answer_of_the_database_changes_nothing()
    {
        Assert.False(_state.ObserveSkew(-10 * Second, 50 * Second));
        Assert.Null(_state.Fault);
        Assert.True(_state.ObserveSkew(20 * Second, 21 * Second));
        Assert.False(_state.ObserveSkew(-10 * Second, 50 * Second));
        Assert.NotNull(_state.Fault);
        Assert.True(_state.ObserveSkew(-10 * Second, 5 * Second));
        Assert.Null(_state.Fault);
    }

    [Fact]
    public void The_system_counts_the_time_since_boot()
    {
        var first = BootTime.Read();
        Assert.True(first > TimeSpan.Zero);
        Assert.True(BootTime.Read() >= first);
    }
}
