namespace TradingOps.Client.Incidents;

/// <summary>Which incidents a list has.</summary>
internal enum IncidentListing
{
    /// <summary>All of them.</summary>
    All,

    /// <summary>Those that are not resolved.</summary>
    Open,

    /// <summary>Those that are resolved.</summary>
    Resolved,
}
