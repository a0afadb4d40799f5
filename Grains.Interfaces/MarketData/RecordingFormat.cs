namespace TradingOps.Grains.MarketData;

/// <summary>The format of a recorded file. A name that ends in <c>.gz</c> is unpacked.</summary>
public enum RecordingFormat
{
    /// <summary>Trades or quotes, with a header.</summary>
    Csv = 0,

    /// <summary>A message file of LOBSTER.</summary>
    Lobster = 1,

    /// <summary>Nasdaq TotalView-ITCH 5.0.</summary>
    Itch = 2,
}
