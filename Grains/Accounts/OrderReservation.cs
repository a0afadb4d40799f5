using TradingOps.Engine.Accounts;

namespace TradingOps.Grains.Accounts;

/// <summary>What one order in flight reserves, until it is released; a second release has no effect.</summary>
internal sealed class OrderReservation(HeldOrder order, Action release)
{
    /// <summary>The order.</summary>
    public HeldOrder Order => order;

    /// <summary>Whether it was released.</summary>
    public bool IsReleased { get; private set; }

    /// <summary>Releases it.</summary>
    public void Release()
    {
        if (IsReleased) return;
        IsReleased = true;
        release();
    }
}
