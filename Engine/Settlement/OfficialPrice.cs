namespace TradingOps.Engine.Settlement;

/// <summary>A price that an exchange published for one of its days.</summary>
/// <param name="Day">The trading day.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Parts">The price, in parts of a tick (<see cref="Instruments.Instrument.SettlementParts"/>).</param>
/// <param name="EnteredBy">Who entered it.</param>
/// <param name="ConfirmedBy">Who entered the same after that, which confirms it; null while it is not confirmed.</param>
public sealed record OfficialPrice(DateOnly Day, OfficialPriceKind Kind, long Parts, string EnteredBy, string? ConfirmedBy = null)
{
    /// <summary>Whether it was confirmed: only then an expired contract is settled by it.</summary>
    public bool IsConfirmed => ConfirmedBy is not null;

    /// <summary>
    /// The price after a person entered one for the same day: confirmed if it is the same and another person had entered it, else
    /// the new one. Null where it changes nothing.
    /// </summary>
    /// <param name="before">What is known of the day.</param>
    /// <param name="entered">What is entered.</param>
    /// <param name="needsTwo">Whether the same person may not confirm it.</param>
    public static OfficialPrice? After(OfficialPrice? before, OfficialPrice entered, bool needsTwo) =>
        before is null || before.Parts != entered.Parts ? entered
        : before.IsConfirmed || (needsTwo && before.EnteredBy == entered.EnteredBy) ? null
        : before with { ConfirmedBy = entered.EnteredBy };

    /// <summary>Whether another one has the same price for the same day.</summary>
    public bool IsSameAs(OfficialPrice other) => (Day, Kind, Parts) == (other.Day, other.Kind, other.Parts);

    internal void WriteTo(BinaryWriter writer)
    {
        writer.Write7BitEncodedInt(Day.DayNumber);
        writer.Write((byte)Kind);
        writer.Write7BitEncodedInt64(Parts);
        writer.Write(EnteredBy);
        writer.Write(ConfirmedBy ?? "");
    }

    internal static OfficialPrice ReadFrom(BinaryReader reader)
    {
        var (day, kind) = (DateOnly.FromDayNumber(reader.Read7BitEncodedInt()), (OfficialPriceKind)reader.ReadByte());
        var (parts, entered, confirmed) = (reader.Read7BitEncodedInt64(), reader.ReadString(), reader.ReadString());
        return new(day, kind, parts, entered, confirmed.Length == 0 ? null : confirmed);
    }
}
