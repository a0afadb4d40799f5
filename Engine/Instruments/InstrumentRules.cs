using System.Text.RegularExpressions;

namespace TradingOps.Engine.Instruments;

/// <summary>What an instrument must be to be taken into the catalogue.</summary>
public static partial class InstrumentRules
{
    /// <summary>The largest tick or lot.</summary>
    public const decimal MaxSize = 1_000_000;

    /// <summary>The largest multiplier, and the largest value of one tick of one lot: an order is worth a decimal.</summary>
    public const decimal MaxMultiplier = 1_000_000_000;

    /// <summary>What is wrong with an instrument, or null.</summary>
    public static string? FindWrong(Instrument i)
    {
        if (!SymbolForm()
            .IsMatch(i.Symbol)) return $"symbol '{i.Symbol}' is not 1 to 21 upper-case letters, digits, dots and dashes";
        if (!CurrencyForm().IsMatch(i.Currency)) return $"currency '{i.Currency}' is not a code of three letters";
        if (i.TickSize is <= 0 or > MaxSize) return $"tick_size {i.TickSize} is not positive, or beyond {MaxSize}";
        if (i.LotSize is <= 0 or > MaxSize) return $"lot_size {i.LotSize} is not positive, or beyond {MaxSize}";
        if (i.Multiplier is <= 0 or > MaxMultiplier)
            return $"multiplier {i.Multiplier} is not positive, or beyond {MaxMultiplier}";
        if (i.TickSize * i.LotSize * i.Multiplier > MaxMultiplier)
            return $"tick_size {i.TickSize} x lot_size {i.LotSize} x multiplier {i.Multiplier} is beyond {MaxMultiplier}";
        if (!i.TryToLots(i.MinQuantity, out var min) || min <= 0)
            return $"min_quantity {i.MinQuantity} is not a positive multiple of the lot {i.LotSize}";
        if (!i.TryToLots(i.MaxQuantity, out var max) || max < min)
            return $"max_quantity {i.MaxQuantity} is not a multiple of the lot {i.LotSize} of at least {i.MinQuantity}";
        if (i.InitialMargin is < 0 or > 1) return $"initial_margin {i.InitialMargin} is not between 0 and 1";
        if (i.MaxSpread is < 0 or > 10) return $"max_spread {i.MaxSpread} is not between 0 and 10";
        if (i.MinQuoteSize < 0 || !i.TryToLots(i.MinQuoteSize, out _))
            return $"min_quote_size {i.MinQuoteSize} is negative, or not a multiple of the lot {i.LotSize}";
        if (FindWrongTicks(i) is { } ticks) return ticks;
        if (i.Lots?.FindWrong(i.LotSize) is { } lots) return $"lots {lots}";
        if (FindWrongAmounts(i) is { } amounts) return amounts;
        if ((i.ReferencePrice < 0 && !i.AllowNegative) || !i.TryToTicks(i.ReferencePrice, out _))
            return $"reference_price {i.ReferencePrice} is negative or not a multiple of the tick {i.TickSize}";
        if (i.Protection < 0 || !i.TryToTicks(i.Protection, out _))
            return $"protection {i.Protection} is negative or not a multiple of the tick {i.TickSize}";
        if (i.AssetClass != AssetClass.Options
            && (i.Settlement is not null || i.DeliverableShares is not null || i.DeliverableCash != 0))
            return "settlement, deliverable_shares and deliverable_cash go with options only";
        return i.AssetClass switch
        {
            AssetClass.Options => FindWrongOption(i),
            AssetClass.Futures => FindWrongFuture(i),
            _ => i.Expiry is null && i.Strike is null && i.Right is null ? null : "an equity has no expiry, strike or right",
        };
    }

    /// <summary>Whether prices and quantities that are stored as ticks and lots would mean something else.</summary>
    public static bool ChangesUnits(Instrument before, Instrument after) =>
        (before.TickSize, before.LotSize, before.Multiplier, before.AssetClass, before.Currency)
        != (after.TickSize, after.LotSize, after.Multiplier, after.AssetClass, after.Currency);

    private static string? FindWrongTicks(Instrument i)
    {
        if (i.Ticks?.FindWrong(i.TickSize) is { } now) return $"ticks {now}";
        if ((i.NextTicks is null) != (i.NextTicksFrom is null)) return "next_ticks needs a day and ticks";
        return i.NextTicks?.FindWrong(i.TickSize) is { } next ? $"next_ticks {next}" : null;
    }

    private static string? FindWrongAmounts(Instrument i)
    {
        if (i.InitialMarginAmount is null && i.MaintenanceMarginAmount is null) return null;
        if (i.AssetClass != AssetClass.Futures) return "initial_margin_amount and maintenance_margin_amount go with futures only";
        if (i.InitialMarginAmount is < 0 or > MaxMultiplier)
            return $"initial_margin_amount {i.InitialMarginAmount} is not between 0 and {MaxMultiplier}";
        if (i.MaintenanceMarginAmount is < 0 or > MaxMultiplier)
            return $"maintenance_margin_amount {i.MaintenanceMarginAmount} is not between 0 and {MaxMultiplier}";
        return i.MaintenanceMarginAmount > i.InitialMarginAmount
            ? $"maintenance_margin_amount {i.MaintenanceMarginAmount} is above initial_margin_amount {i.InitialMarginAmount}"
            : null;
    }

    private static string? FindWrongOption(Instrument i)
    {
        if (OptionSymbol.Parse(i.Symbol, out var error) is not { } option) return error;
        if (i.DeliverableShares is { } shares && (shares is < 0 or > MaxSize || shares != decimal.Truncate(shares)))
            return $"deliverable_shares {shares} is not a whole number between 0 and {MaxSize}";
        if (i.DeliverableCash is < 0 or > MaxMultiplier)
            return $"deliverable_cash {i.DeliverableCash} is not between 0 and {MaxMultiplier}";
        if (i.Symbol != option.ToCompact()) return $"an option goes by its symbol without spaces, {option.ToCompact()}";
        return (i.Expiry, i.Right, i.Strike) == (option.Expiry, option.Right, option.Strike)
            ? null
            : $"expiry, right or strike are not {option.Expiry:yyyy-MM-dd}, {option.Right}, {option.Strike} as {i.Symbol} says";
    }

    private static string? FindWrongFuture(Instrument i)
    {
        if (FutureSymbol.Parse(i.Symbol, out var error) is not { } future) return error;
        if (i.Expiry is { } expiry && !future.Names(expiry))
            return $"expiry {expiry:yyyy-MM-dd} is not of the month and year of {i.Symbol}, or of the month before";
        if (i.Expiry is null) return "expiry is missing: the digit of a year comes round every ten years";
        return i.Strike is null && i.Right is null ? null : "a future has no strike or right";
    }

    [GeneratedRegex(@"^[A-Z0-9][A-Z0-9.-]{0,20}\z")]
    private static partial Regex SymbolForm();

    [GeneratedRegex(@"^[A-Z]{3}\z")]
    private static partial Regex CurrencyForm();
}
