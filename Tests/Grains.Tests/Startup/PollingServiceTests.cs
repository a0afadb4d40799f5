using Microsoft.Extensions.Logging.Abstractions;
using TradingOps.Hosting;

namespace TradingOps.Grains.Tests.Startup;

public sealed class PollingServiceTests
{
    public static TheoryData<Exception> Failures =>
    [
        new FormatException("a bug"), new OperationCanceledException("a call expired"), new TimeoutException(),
    ];

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_step_runs_again_after_any_exception(Exception failure)
    {
        using var service = new FailingService(failure);
        await service.StartAsync(CancellationToken.None);
        await Eventually.HoldsAsync(() => Task.FromResult(service.Steps >= 3));
        Assert.False(service.ExecuteTask!.IsCompleted);
        await service.StopAsync(CancellationToken.None);
        Assert.True(service.ExecuteTask.IsCompleted);
        Assert.False(service.ExecuteTask.IsFaulted);
    }

    private sealed class FailingService(Exception failure)
        : PollingService(TimeSpan.FromMilliseconds(1), TimeProvider.System, NullLogger.Instance)
    {
        public int Steps { get; private set; }

        protected override Task StepAsync(CancellationToken cancellationToken)
        {
            Steps++;
            throw failure;
        }
    }
}
