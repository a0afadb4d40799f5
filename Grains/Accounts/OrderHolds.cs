using TradingOps.Engine.Accounts;

namespace TradingOps.Grains.Accounts;

/// <summary>
/// What orders under way hold of an account. An order that is sent again takes the place of its first try: either the market has
/// taken the first, and the second is refused as used before, or it has not, and the second is the order. Used within one grain's
/// turns only.
/// </summary>
internal sealed class OrderHolds(Account account)
{
    private readonly Dictionary<string, OrderHold> _byClientOrderId = new(StringComparer.Ordinal);

    /// <summary>Holds an order.</summary>
    public OrderHold Take(HeldOrder order, string? clientOrderId)
    {
        account.Reserve(order);
        var hold = new OrderHold(order, () =>
        {
            account.Release(order);
            if (clientOrderId is not null) _byClientOrderId.Remove(clientOrderId);
        });
        if (clientOrderId is not null) _byClientOrderId.Add(clientOrderId, hold);
        return hold;
    }

    /// <summary>What an earlier try of the same order holds, whose outcome is not known; null if there is none.</summary>
    public OrderHold? Find(string? clientOrderId) =>
        clientOrderId is null ? null : _byClientOrderId.GetValueOrDefault(clientOrderId);
}
