using System.Text;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;

namespace TradingOps.Engine.Tests.Accounts;

/// <summary>Orders that the checks refused, as they are stored.</summary>
public sealed class DeniedOrderTests
{
    private static readonly AccountRecord Record = new()
    {
        Sequence = 7,
        Time = 1_700_000_000_000_000,
        Kind = AccountRecordKind.Denied,
        Denied = new(
            "rejected-desk-7", "AAPL", "c-1",
            new()
            {
                Kind = BookCommandKind.New,
                Spec = new()
                {
                    Instructions = new(
                        Side.Sell, OrderType.StopLimit, TimeInForce.Gtd, SelfTradePrevention.CancelBoth, postOnly: true),
                    Price = 18_700,
                    StopPrice = 18_650,
                    Quantity = 12,
                    DisplayQuantity = 3,
                    ExpireAt = 1_700_000_600_000_000,
                },
                Time = 1_700_000_000_000_000,
            },
            "max_position", "too much"),
    };

    [Fact]
    public void A_denied_order_is_read_as_it_was_written() =>
        Assert.Equal(Record, AccountJson.DecodeRecord(AccountJson.Encode(Record)));

    [Fact]
    public void A_denied_order_of_an_older_record_is_read()
    {
        const string Older =
            """
            {"sequence":7,"time":1700000000000000,"kind":"Denied","amount":0,"day":"0001-01-01","denied":{"id":"rejected-desk-7",
             "symbol":"AAPL","client_order_id":"c-1","order":{"kind":"New","order_id":0,"account":0,"side":"Sell",
             "type":"StopLimit","time_in_force":"Gtd","self_trade_prevention":"CancelBoth","post_only":true,"price":18700,
             "stop_price":18650,"quantity":12,"display_quantity":3,"amount":0,"cash_limit":0,"trail_amount":0,
             "trail_basis_points":0,"new_order_id":0,"linked_order_id":0,"take_profit_id":0,"take_profit_price":0,
             "stop_loss_id":0,"stop_loss_price":0,"session":"Open","band_low":0,"band_high":0,
             "expire_at":1700000600000000,"time":1700000000000000},"code":"max_position","detail":"too much"}}
            """;
        Assert.Equal(Record, AccountJson.DecodeRecord(Encoding.UTF8.GetBytes(Older)));
    }
}
