namespace TradingOps.Bodies;

/// <summary>A value as problems show it: enough to know it by, however long it is.</summary>
internal static class Excerpt
{
    private const int MaxLength = 40;

    /// <summary>The first 40 characters, and an ellipsis where there are more.</summary>
    public static string Of(string? value) => value is null || value.Length <= MaxLength
        ? value ?? ""
        : value[..(char.IsHighSurrogate(value[MaxLength - 1]) ? MaxLength - 1 : MaxLength)] + "…";
}
