namespace TradingOps.Silo.Sessions;

/// <summary>A folder of calendars cannot be used.</summary>
public sealed class CalendarException(string folder, string reason) : Exception($"Calendar:Folder is '{folder}': {reason}");
