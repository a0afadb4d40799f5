namespace TradingOps.Grains.Tests.Activation;

/// <summary>One of two that are called at the same moment, while both are starting.</summary>
[Alias("tradingops.tests.IMeetingGrain")]
public interface IMeetingGrain : IGrainWithStringKey
{
    /// <summary>Waits, without letting go of its thread, until the other has been called too; then calls it.</summary>
    [Alias("Meet")]
    Task Meet(IMeetingGrain other);

    /// <summary>Answers.</summary>
    [Alias("Greet")]
    Task Greet();
}
