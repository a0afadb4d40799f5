namespace TradingOps.Client.Losses;

/// <summary>The records of a stream that are gone: from the first to the last.</summary>
internal sealed record LostStreamBody(string Stream, long First, long Last);
