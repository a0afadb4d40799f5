using System.Text.Json.Serialization;
using TradingOps.Client.Problems;

namespace TradingOps.Client.Prices;

/// <summary>The answer to one price of a list.</summary>
internal sealed record PriceAnswerBody(
    int Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] PriceBody? Price,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ProblemBody? Problem);
