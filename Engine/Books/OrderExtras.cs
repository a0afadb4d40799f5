namespace TradingOps.Engine.Books;

/// <summary>
/// What few orders ask for, kept apart so that a command of a plain order stays small. The properties are those of
/// <see cref="OrderSpec"/>, which describes them.
/// </summary>
internal sealed record OrderExtras
{
    public static readonly OrderExtras None = new();

    public long Amount { get; init; }

    public long CashLimit { get; init; }

    public long TrailAmount { get; init; }

    public int TrailBasisPoints { get; init; }

    public long MinQuantity { get; init; }

    public long MaxSlippage { get; init; }

    public long TakeProfitPrice { get; init; }

    public long StopLossPrice { get; init; }

    public long StopLossLimit { get; init; }

    public long StopLossWorst { get; init; }
}
