namespace TradingOps.Engine.Books;

/// <summary>What a <see cref="BookCommand"/> asks of the book.</summary>
public enum BookCommandKind : byte
{
    /// <summary>Enter a new order.</summary>
    New = 1,

    /// <summary>Cancel an open order.</summary>
    Cancel = 2,

    /// <summary>Take <see cref="OrderSpec.Quantity"/> lots off an open order; priority is kept.</summary>
    Reduce = 3,

    /// <summary>
    /// Change price, stop price or open quantity of an open order in one atomic step.
    /// A smaller quantity at the same price keeps priority; anything else goes to the back.
    /// </summary>
    Replace = 4,

    /// <summary>Move the book's clock to <see cref="BookCommand.Time"/> and expire what is due.</summary>
    AdvanceTime = 5,

    /// <summary>Change the session state.</summary>
    SetSession = 6,

    /// <summary>Set the price band and its reference.</summary>
    SetBand = 7,

    /// <summary>Set the last trade price without a trade, as from a feed at the start of a session.</summary>
    SetLastPrice = 8,

    /// <summary>
    /// Move the book's clock back to <see cref="BookCommand.Time"/>, after a wrong clock had moved it ahead. What expired stays
    /// expired.
    /// </summary>
    SetClockBack = 9,

    /// <summary>
    /// Move the position that reduce-only orders of an account may reduce by <see cref="BookCommand.Position"/> lots, which were
    /// delivered and not traded.
    /// </summary>
    MovePosition = 10,

    /// <summary>Of the market, not the book: an official price was entered.</summary>
    SetOfficialPrice = 11,

    /// <summary>
    /// Of the market, not the book: exercise <see cref="BookCommand.Position"/> lots of the account at expiry, or not, where they
    /// are negative; 0 takes an instruction back.
    /// </summary>
    Instruct = 12,

    /// <summary>Of the market, not the book: exercise <see cref="OrderSpec.Quantity"/> lots of the account now.</summary>
    Exercise = 13,

    /// <summary>Of the market, not the book: reverse the settlement and settle by another price.</summary>
    CorrectSettlement = 14,

    /// <summary>
    /// Move the positions that reduce-only orders of two accounts may reduce, because a trade is busted:
    /// <see cref="BookCommand.Account"/> by <see cref="BookCommand.Position"/> lots, <see cref="BookCommand.CounterAccount"/> by
    /// as many to the other side.
    /// </summary>
    BustTrade = 15,
}
