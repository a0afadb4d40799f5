using System.Net.Sockets;
using TradingOps.Engine.Errors;

namespace TradingOps.Grains.Tests.Activation;

public sealed class GrainCallTests
{
    public static TheoryData<Exception, bool> Exceptions => new()
    {
        { new TradingUnavailableException(TradingError.Overloaded, "too much waits"), true },
        { new TimeoutException(), true },
        { new SiloUnavailableException(), true },
        { new OperationCanceledException("Message expired before placement could complete"), true },
        { new TaskCanceledException(), true },
        { new ObjectDisposedException("client"), true },
        { new InvalidOperationException("a bug of ours"), false },
        { new ArgumentException("a bug of ours"), false },
        { new FormatException(), false },
        { new SocketException(), false },
    };

    [Theory]
    [MemberData(nameof(Exceptions))]
    public void Only_what_a_call_may_end_with_is_a_failed_call(Exception exception, bool isFailure) =>
        Assert.Equal(isFailure, GrainCall.IsFailure(exception));

    [Fact]
    public void The_callers_own_cancellation_is_no_failed_call()
    {
        using var own = new CancellationTokenSource();
        Assert.True(GrainCall.IsFailure(new OperationCanceledException(), own.Token));
        own.Cancel();
        Assert.False(GrainCall.IsFailure(new OperationCanceledException(), own.Token));
        Assert.True(GrainCall.IsFailure(new TimeoutException(), own.Token));
    }
}
