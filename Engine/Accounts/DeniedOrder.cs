using System.Text.Json.Serialization;
using TradingOps.Engine.Books;
using TradingOps.Engine.Errors;

namespace TradingOps.Engine.Accounts;

/// <summary>An order that the pre-trade checks refused.</summary>
/// <param name="Id">The id under which it is stored.</param>
/// <param name="Symbol">The instrument.</param>
/// <param name="ClientOrderId">The account's own id.</param>
/// <param name="Order">The order as it would have gone to the book: ticks and lots.</param>
/// <param name="Code">Name of the refusal's <see cref="TradingError"/>.</param>
/// <param name="Detail">What was compared, for a person.</param>
public sealed record DeniedOrder(
    string Id, string Symbol, string? ClientOrderId,
    [property: JsonConverter(typeof(StoredOrderConverter))] BookCommand Order, string Code, string Detail)
{
    /// <summary>The account's note on it.</summary>
    public string? Tag { get; init; }
}
