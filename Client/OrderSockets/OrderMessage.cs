using TradingOps.Bodies;
using TradingOps.Client.Orders;
using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;

namespace TradingOps.Client.OrderSockets;

/// <summary>What a WebSocket's sender asks for about orders.</summary>
internal abstract record OrderMessage : StrictBody
{
    public string? Op { get; init; }

    /// <summary>The answer carries it. Required; of a message that is under way no other may have it.</summary>
    public long? Id { get; init; }

    /// <summary>The span of the sender that the message belongs to, as W3C writes it.</summary>
    public string? Traceparent { get; init; }

    /// <summary>
    /// The symbol that it concerns, which has a lane of its own. Null for all symbols; empty where the symbol is missing or no
    /// order has the id.
    /// </summary>
    internal abstract string? Lane { get; }

    /// <summary>What is missing or wrong; null if the message can be carried out.</summary>
    internal abstract ProblemBody? FindWrong();

    /// <summary>The lane of a text that may be a symbol.</summary>
    internal static string LaneOf(string symbol) =>
        OrderReader.IsText(symbol, OrderReader.MaxSymbolLength) ? OptionSymbol.WithoutPadding(symbol) : "";

    /// <summary>The problem of a message that lacks a field.</summary>
    internal static ProblemBody Missing(string field) =>
        Problem.BodyOf(TradingError.MissingField, $"field '{field}' is missing");
}
