using TradingOps.Grains.Losses;

namespace TradingOps.Client.Losses;

/// <summary>A loss of acknowledged records in the shape of the API.</summary>
internal sealed record LossBody(
    long Id, string Status, DateTime FoundAt, string FoundBy, string? AcceptedBy, DateTime? AcceptedAt, string? Reason,
    string? ApprovedBy, DateTime? ApprovedAt, LostStreamBody[] Streams, string[] Orders, long OrderCount)
{
    /// <summary>What <see cref="Status"/> can be.</summary>
    public static readonly string[] Statuses = ["open", "accepted", "approved"];

    public static LossBody From(LossView l) => new(l.Number, StatusOf(l), l.FoundAt.UtcDateTime, l.FoundBy, l.AcceptedBy,
        l.AcceptedAt?.UtcDateTime, l.Reason, l.ApprovedBy, l.ApprovedAt?.UtcDateTime,
        [.. l.Streams.Select(s => new LostStreamBody(s.Stream, s.First, s.Last))], [.. l.Orders], l.OrderCount);

    private static string StatusOf(LossView loss) => loss switch
    {
        { ApprovedBy: not null } => "approved",
        { AcceptedBy: not null } => "accepted",
        _ => "open",
    };
}
