namespace TradingOps.Hosting.Health;

/// <summary>Receives an event when a check has failed several times in a row, and when it passes again.</summary>
public interface IHealthListener
{
    /// <summary>The check keeps failing.</summary>
    void Failing(string check, string? detail);

    /// <summary>The check passes again.</summary>
    void Recovered(string check);
}
