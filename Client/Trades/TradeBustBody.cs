using TradingOps.Grains.Trades;

namespace TradingOps.Client.Trades;

/// <summary>What became of a request to bust or correct a trade; its status is requested until another person agreed.</summary>
internal sealed record TradeBustBody(
    string Trade, string Status, decimal Price, decimal? NewPrice, string RequestedBy, string? AgreedBy)
{
    /// <summary>The statuses.</summary>
    public static readonly string[] Statuses = ["requested", "busted", "corrected"];

    public static TradeBustBody From(string trade, BustAnswer a) => new(
        trade, Statuses[a.AgreedBy is null ? 0 : a.NewPrice is null ? 1 : 2], a.Price, a.NewPrice, a.AskedBy!, a.AgreedBy);
}
