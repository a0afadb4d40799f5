using TradingOps.Engine.Books;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Tests.Orders;

/// <summary>Orders in the units of their owners, and in ticks and lots.</summary>
public sealed class OrderConversionTests
{
    private static readonly OrderRequest Limit = new()
    {
        Symbol = "AAPL",
        Quantity = 10,
        Instructions = new(Side.Buy, OrderType.Limit, TimeInForce.Gtc),
        LimitPrice = 187.43m,
        ClientOrderId = "c-1",
    };

    private static readonly OrderRequest Stop = Limit with
    {
        Instructions = new(Side.Sell, OrderType.Stop, TimeInForce.Day),
        LimitPrice = null,
        StopPrice = 180.01m,
    };

    public static TheoryData<string, OrderRequest> Sound => new()
    {
        { "limit", Limit },
        { "stop", Stop },
        { "stop limit", Stop with { Instructions = new(Side.Buy, OrderType.StopLimit, TimeInForce.Gtc), LimitPrice = 181 } },
        { "market", Limit with { Instructions = new(Side.Buy, OrderType.Market, TimeInForce.Fok), LimitPrice = null } },
        { "iceberg", Limit with { DisplayQuantity = 3 } },
        { "hidden, with a tag", Limit with { DisplayQuantity = 0, Tag = "momentum" } },
        {
            "post-only until a time, against its own account",
            Limit with
            {
                Instructions = new(
                    Side.Sell, OrderType.Limit, TimeInForce.Gtd, SelfTradePrevention.CancelBoth, postOnly: true),
                ExpireAt = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero),
            }
        },
    };

    public static TheoryData<TradingError, OrderRequest> Wrong => new()
    {
        { TradingError.UnknownSymbol, Limit with { Symbol = "NOPE" } },
        { TradingError.InvalidQuantity, Limit with { Quantity = 0 } },
        { TradingError.InvalidQuantity, Limit with { Quantity = 1.5m } },
        { TradingError.InvalidQuantity, Limit with { Quantity = 1_000_000_001 } },
        { TradingError.AssetClassMismatch, Limit with { AssetClass = AssetClass.Futures } },
        { TradingError.MissingField, Limit with { LimitPrice = null } },
        { TradingError.UnexpectedField, Limit with { StopPrice = 180 } },
        { TradingError.PriceNotOnTick, Limit with { LimitPrice = 187.431m } },
        { TradingError.InvalidPrice, Limit with { LimitPrice = -1 } },
        { TradingError.InvalidDisplayQuantity, Limit with { DisplayQuantity = 10 } },
        { TradingError.InvalidDisplayQuantity, Stop with { DisplayQuantity = 1 } },
        {
            TradingError.InvalidTimeInForce,
            Limit with { Instructions = new(Side.Buy, OrderType.Market, TimeInForce.Gtd), LimitPrice = null }
        },
        {
            TradingError.InvalidPostOnly,
            Limit with { Instructions = new(Side.Buy, OrderType.Limit, TimeInForce.Fok, postOnly: true) }
        },
        { TradingError.InvalidExpireAt, Limit with { ExpireAt = DateTimeOffset.UnixEpoch } },
        { TradingError.InvalidExpireAt, Limit with { Instructions = new(Side.Buy, OrderType.Limit, TimeInForce.Gtd) } },
    };

    [Theory]
    [MemberData(nameof(Sound))]
    public void An_order_is_the_same_in_either_unit(string kind, OrderRequest request)
    {
        Assert.NotEmpty(kind);
        var spec = OrderConversion.ToSpec(request, InstrumentCatalogue.Default, out var instrument, out var error);
        Assert.Null(error);
        Assert.Equal(request, OrderConversion.ToRequest(spec!.Value, request.ClientOrderId, request.Tag, instrument));
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_order_is_refused_with_its_error(TradingError code, OrderRequest request)
    {
        Assert.Null(OrderConversion.ToSpec(request, InstrumentCatalogue.Default, out _, out var error));
        Assert.Equal(code, error!.Code);
        Assert.NotEmpty(error.Detail!);
    }
}
