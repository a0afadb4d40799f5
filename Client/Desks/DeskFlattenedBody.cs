using TradingOps.Client.Accounts;
using TradingOps.Engine.Errors;
using TradingOps.Grains.Desks;

namespace TradingOps.Client.Desks;

/// <summary>What became of one account of a desk; code and detail where it did not answer.</summary>
internal sealed record DeskFlattenedBody(string Account, FlattenedBody? Flattened, string? Code, string? Detail)
{
    public static DeskFlattenedBody From(DeskFlattened f) => new(
        f.Account, f.Result is null ? null : FlattenedBody.From(f.Result), f.Code?.ToName(), f.Detail);
}
