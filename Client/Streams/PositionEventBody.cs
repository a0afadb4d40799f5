using TradingOps.Client.Accounts;

namespace TradingOps.Client.Streams;

/// <summary>A position as it stands.</summary>
internal sealed record PositionEventBody(string Account, PositionBody Position);
