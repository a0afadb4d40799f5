using TradingOps.Client.Firm;
using TradingOps.Grains.Desks;

namespace TradingOps.Client.Desks;

/// <summary>A desk: its accounts, and their figures in the shape of <c>GET /firm</c>.</summary>
internal sealed record DeskBody(string Desk, IReadOnlyList<string> Accounts, FirmBody Figures)
{
    public static DeskBody From(DeskView d) => new(d.Desk, [.. d.Accounts], FirmBody.From(d.Figures));
}
