using TradingOps.Engine.Instruments;

namespace TradingOps.Engine.Margin;

/// <summary>
/// Margin of futures: an amount a contract; a contract long and one short of the same root, but of another expiry, take a part of
/// one of them together. Source: CME performance bonds, which charge a calendar spread far less than its legs.
/// </summary>
internal static class FutureMargin
{
    /// <summary>What a calendar spread takes of the larger amount of its legs.</summary>
    public const decimal SpreadShare = 0.25m;

    /// <summary>Initial amounts of speculators are this multiple of maintenance, where only one of them is known.</summary>
    private const decimal InitialOfMaintenance = 1.1m;

    /// <summary>What futures of one root take; other lines are passed over.</summary>
    public static MarginRequirement Of(ReadOnlySpan<MarginLine> lines)
    {
        var sum = default(MarginRequirement);
        Span<decimal> left = lines.Length <= 16 ? stackalloc decimal[lines.Length] : new decimal[lines.Length];
        for (var i = 0; i < lines.Length; i++) left[i] = IsFuture(lines[i]) ? lines[i].Quantity : 0;
        for (var i = 0; i < lines.Length; i++)
        {
            for (var j = i + 1; j < lines.Length && left[i] != 0; j++)
            {
                if (Math.Sign(left[i]) * Math.Sign(left[j]) >= 0) continue;
                var pairs = Math.Min(Math.Abs(left[i]), Math.Abs(left[j]));
                left[i] -= Math.Sign(left[i]) * pairs;
                left[j] -= Math.Sign(left[j]) * pairs;
                var (one, other) = (OfOne(lines[i]), OfOne(lines[j]));
                sum += new MarginRequirement(
                    Math.Max(one.Initial, other.Initial) * SpreadShare * pairs,
                    Math.Max(one.Maintenance, other.Maintenance) * SpreadShare * pairs);
            }
            if (left[i] == 0) continue;
            var single = OfOne(lines[i]);
            var contracts = Math.Abs(left[i]);
            sum += new MarginRequirement(single.Initial * contracts, single.Maintenance * contracts);
        }
        return sum;
    }

    private static bool IsFuture(in MarginLine line) => line.Instrument.AssetClass == AssetClass.Futures;

    private static MarginRequirement OfOne(in MarginLine line)
    {
        var instrument = line.Instrument;
        var initial = instrument.InitialMarginAmount ?? instrument.MaintenanceMarginAmount * InitialOfMaintenance
            ?? Math.Abs(line.Price) * instrument.Multiplier * instrument.InitialMargin;
        var maintenance = instrument.MaintenanceMarginAmount ?? initial / InitialOfMaintenance;
        return new(initial, maintenance);
    }
}
