using TradingOps.Engine.Accounts;

namespace TradingOps.Grains.Accounts;

/// <summary>What one order holds, until it is released; releasing twice is once.</summary>
internal sealed class OrderHold(HeldOrder order, Action release)
{
    /// <summary>The order.</summary>
    public HeldOrder Order => order;

    /// <summary>Whether nothing is held any more.</summary>
    public bool IsReleased { get; private set; }

    /// <summary>Lets go.</summary>
    public void Release()
    {
        if (IsReleased) return;
        IsReleased = true;
        release();
    }
}
