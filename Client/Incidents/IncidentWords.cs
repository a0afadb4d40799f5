using TradingOps.Bodies.Orders;
using TradingOps.Grains.Incidents;

namespace TradingOps.Client.Incidents;

/// <summary>The words of incidents and their values.</summary>
internal static class IncidentWords
{
    public static readonly Vocabulary<IncidentType> Types = new(Enum.GetValues<IncidentType>().Select(t => (t.ToCode(), t)));

    public static readonly Vocabulary<IncidentSeverity> Severities =
        new(Enum.GetValues<IncidentSeverity>().Select(s => (s.ToCode(), s)));

    public static readonly Vocabulary<IncidentListing> Listings = new(
        ("open", IncidentListing.Open), ("resolved", IncidentListing.Resolved), ("all", IncidentListing.All));
}
