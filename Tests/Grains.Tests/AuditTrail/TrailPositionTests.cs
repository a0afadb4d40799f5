using TradingOps.Grains.AuditTrail;

namespace TradingOps.Grains.Tests.AuditTrail;

/// <summary>Where a page of the audit trail ends.</summary>
public sealed class TrailPositionTests
{
    [Fact]
    public void A_position_is_read_as_it_was_written()
    {
        var text = "12-account%2Fa-1,0-book%2FBRK.B,7-book%2FX%2C-Y";
        var position = TrailPosition.TryParse(text)!;
        Assert.Equal([("account/a-1", 12L), ("book/BRK.B", 0L), ("book/X,-Y", 7L)], position.Read.Select(r => (r.Key, r.Value)));
        Assert.Equal(text, position.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("12")]
    [InlineData("12-")]
    [InlineData("-1-book")]
    [InlineData("x-book")]
    [InlineData("1-book,")]
    public void Another_text_is_no_position(string text) => Assert.Null(TrailPosition.TryParse(text));
}
