using System.Globalization;

namespace TradingOps.Benchmarks.Books;

/// <summary>Nanoseconds a command, and of one read of memory; or how many times those of another book.</summary>
internal readonly record struct GrowthCosts(double Add, double CancelYoung, double CancelAny, double CancelKnown, double Read)
{
    public static GrowthCosts operator /(GrowthCosts left, GrowthCosts right) => new(
        left.Add / right.Add, left.CancelYoung / right.CancelYoung, left.CancelAny / right.CancelAny,
        left.CancelKnown / right.CancelKnown, left.Read / right.Read);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Add,9:F1} {CancelYoung,17:F1} {CancelAny,15:F1} {CancelKnown,17:F1} {Read,13:F1}");
}
