namespace TradingOps.Engine.Sessions;

/// <summary>Whose hours an instrument trades in.</summary>
public enum MarketHours : byte
{
    /// <summary>All the time; the trading day is that of the accounts.</summary>
    Always = 0,

    /// <summary>Shares in New York: 09:30 to 16:00, Monday to Friday.</summary>
    Equities = 1,

    /// <summary>Listed options in New York: 09:30 to 16:00, Monday to Friday.</summary>
    Options = 2,

    /// <summary>CME Globex in Chicago: 17:00 of the day before to 16:00, Monday to Friday.</summary>
    Globex = 3,
}
