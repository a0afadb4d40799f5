using TradingOps.Engine.Books;
using TradingOps.Engine.Errors;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Tests.Orders;

/// <summary>The codes of a book's reasons.</summary>
public sealed class ReasonCodesTests
{
    public static TheoryData<BookReason> Refusals => [.. Enum.GetValues<BookReason>()
        .Except([BookReason.None, BookReason.Requested, BookReason.Linked])
        .Except([BookReason.BreakerAccount, BookReason.BreakerSymbol, BookReason.BreakerDesk, BookReason.BreakerFirm])];

    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_refusal_has_the_error_of_its_name(BookReason reason) => Assert.Equal(
        reason == BookReason.Session ? nameof(TradingError.Halted) : reason.ToString(), ReasonCodes.ErrorOf(reason).ToString());

    [Theory]
    [InlineData(BookReason.None)]
    [InlineData(BookReason.Requested)]
    [InlineData(BookReason.Linked)]
    [InlineData(BookReason.BreakerSymbol)]
    public void What_is_not_a_refusal_has_no_error(BookReason reason) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ReasonCodes.ErrorOf(reason));
}
