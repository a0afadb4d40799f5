using System.Collections.Immutable;
using Npgsql;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Grains.Orders;

namespace TradingOps.Silo.Storage.Postgres;

/// <summary>A row of the table <c>orders</c>: how an order is written to it and read from it.</summary>
internal static class OrderRow
{
    /// <summary>The columns that <see cref="Read"/> reads.</summary>
    public const string Columns =
        """
        id, account, symbol, client_order_id, side, type, time_in_force, quantity, original_quantity, limit_price,
        original_limit_price, stop_price, original_stop_price, display_quantity, post_only, self_trade, expire_at, status,
        filled_quantity, filled_value, remaining_quantity, reject_reason, received_at, updated_at, notional, trail_price,
        trail_percent, trigger_price, max_slippage, min_quantity, reduce_only, order_class, take_profit_price, stop_loss_price,
        stop_loss_limit, tag, trail, later_client_order_ids
        """;

    /// <summary>Adds an order to the rows to be inserted.</summary>
    public static void Add(Rows rows, OrderView order)
    {
        var (request, instructions) = (order.Request, order.Request.Instructions);
        rows.Row()
            .Text("id", order.Id)
            .Text("account", order.Account)
            .Text("symbol", request.Symbol)
            .Text("client_order_id", request.ClientOrderId)
            .Text("side", Rows.NameOf(instructions.Side))
            .Text("type", Rows.NameOf(instructions.Type))
            .Text("time_in_force", Rows.NameOf(instructions.TimeInForce))
            .Numeric("quantity", order.Quantity)
            .Numeric("original_quantity", request.Quantity)
            .Numeric("limit_price", order.LimitPrice)
            .Numeric("original_limit_price", request.LimitPrice)
            .Numeric("stop_price", order.StopPrice)
            .Numeric("original_stop_price", request.StopPrice)
            .Numeric("display_quantity", request.DisplayQuantity)
            .Boolean("post_only", instructions.PostOnly)
            .Text("self_trade", Rows.NameOf(instructions.SelfTradePrevention))
            .Time("expire_at", request.ExpireAt?.UtcDateTime)
            .Text("status", Rows.NameOf(order.Status))
            .Numeric("filled_quantity", order.FilledQuantity)
            .Numeric("filled_value", order.Fills.Sum(f => f.Price * f.Quantity))
            .Numeric("remaining_quantity", order.RemainingQuantity)
            .Text("reject_reason", order.RejectReason)
            .Time("received_at", order.ReceivedAt.UtcDateTime)
            .Time("updated_at", order.UpdatedAt.UtcDateTime)
            .Numeric("notional", request.Notional)
            .Numeric("trail_price", request.TrailPrice)
            .Numeric("trail_percent", request.TrailPercent)
            .Text("trigger_price", Rows.NameOf(instructions.Trigger))
            .Numeric("max_slippage", request.MaxSlippage)
            .Numeric("min_quantity", request.MinQuantity)
            .Boolean("reduce_only", instructions.ReduceOnly)
            .Text("order_class", Rows.NameOf(instructions.Class))
            .Numeric("take_profit_price", request.TakeProfitPrice)
            .Numeric("stop_loss_price", request.StopLossPrice)
            .Numeric("stop_loss_limit", request.StopLossLimit)
            .Text("tag", request.Tag)
            .Numeric("trail", order.Trail);
    }

    /// <summary>The order of a row, without its fills.</summary>
    public static OrderView Read(NpgsqlDataReader row, InstrumentCatalogue catalogue)
    {
        var instrument = catalogue[row.GetString(row.GetOrdinal("symbol"))];
        var filled = row.GetDecimal(row.GetOrdinal("filled_quantity"));
        var clientOrderId = Text(row, "client_order_id");
        var later = row.GetFieldValue<string[]>(row.GetOrdinal("later_client_order_ids"));
        return new()
        {
            Id = row.GetString(row.GetOrdinal("id")),
            Account = row.GetString(row.GetOrdinal("account")),
            Request = new()
            {
                Symbol = instrument.Symbol,
                ClientOrderId = clientOrderId,
                Tag = Text(row, "tag"),
                Instructions = new(
                    ValueOf<Side>(row, "side"), ValueOf<OrderType>(row, "type"), ValueOf<TimeInForce>(row, "time_in_force"),
                    ValueOf<SelfTradePrevention>(row, "self_trade"), row.GetBoolean(row.GetOrdinal("post_only")))
                {
                    Trigger = ValueOf<TriggerPrice>(row, "trigger_price"),
                    ReduceOnly = row.GetBoolean(row.GetOrdinal("reduce_only")),
                    Class = ValueOf<OrderClass>(row, "order_class"),
                },
                Notional = Number(row, "notional"),
                TrailPrice = Number(row, "trail_price"),
                TrailPercent = Number(row, "trail_percent"),
                MaxSlippage = Number(row, "max_slippage"),
                MinQuantity = Number(row, "min_quantity"),
                TakeProfitPrice = Number(row, "take_profit_price"),
                StopLossPrice = Number(row, "stop_loss_price"),
                StopLossLimit = Number(row, "stop_loss_limit"),
                Quantity = row.GetDecimal(row.GetOrdinal("original_quantity")),
                LimitPrice = Number(row, "original_limit_price"),
                StopPrice = Number(row, "original_stop_price"),
                DisplayQuantity = Number(row, "display_quantity"),
                ExpireAt = row.GetOrdinal("expire_at") is var at && row.IsDBNull(at) ? null : row.GetDateTime(at),
            },
            ClientOrderId = later is [.., var last] ? last : clientOrderId,
            EarlierClientOrderIds = EarlierOf(clientOrderId, later),
            Trail = Number(row, "trail") ?? Number(row, "trail_price") ?? Number(row, "trail_percent"),
            Quantity = row.GetDecimal(row.GetOrdinal("quantity")),
            LimitPrice = Number(row, "limit_price"),
            StopPrice = Number(row, "stop_price"),
            AssetClass = instrument.AssetClass,
            Destination = instrument.Destination,
            Status = ValueOf<OrderStatus>(row, "status"),
            FilledQuantity = filled,
            AveragePrice = filled == 0 ? 0 : Math.Round(row.GetDecimal(row.GetOrdinal("filled_value")) / filled, 10),
            RemainingQuantity = row.GetDecimal(row.GetOrdinal("remaining_quantity")),
            RejectReason = Text(row, "reject_reason"),
            ReceivedAt = row.GetDateTime(row.GetOrdinal("received_at")),
            UpdatedAt = row.GetDateTime(row.GetOrdinal("updated_at")),
            Fills = [],
        };
    }

    private static ImmutableArray<string> EarlierOf(string? clientOrderId, string[] later)
    {
        if (later.Length == 0) return [];
        return clientOrderId is null ? [.. later[..^1]] : [clientOrderId, .. later[..^1]];
    }

    private static T ValueOf<T>(NpgsqlDataReader row, string column) where T : struct, Enum =>
        Rows.ValueOf<T>(row.GetString(row.GetOrdinal(column)));

    private static string? Text(NpgsqlDataReader row, string column) =>
        row.GetOrdinal(column) is var at && row.IsDBNull(at) ? null : row.GetString(at);

    private static decimal? Number(NpgsqlDataReader row, string column) =>
        row.GetOrdinal(column) is var at && row.IsDBNull(at) ? null : row.GetDecimal(at);
}
