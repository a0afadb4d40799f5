namespace TradingOps.Bodies.Accounts;

/// <summary>A position as it stands.</summary>
internal sealed record PositionEventBody(string Account, PositionBody Position);
