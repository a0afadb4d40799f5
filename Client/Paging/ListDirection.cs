namespace TradingOps.Client.Paging;

/// <summary>In which order a list is.</summary>
internal enum ListDirection
{
    /// <summary>Newest first.</summary>
    Descending,

    /// <summary>Oldest first.</summary>
    Ascending,
}
