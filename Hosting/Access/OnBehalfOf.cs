using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace TradingOps.Hosting.Access;

/// <summary>
/// Whom a caller says it acts for: a name in a header, which is recorded beside the caller's own with orders and accounts.
/// </summary>
public static partial class OnBehalfOf
{
    /// <summary>The header: 1 to 64 letters, digits, dots, dashes, underscores and @.</summary>
    public const string Header = "X-On-Behalf-Of";

    private const int MaxLength = 64;

    /// <summary>The name in a request that was let through; null without one.</summary>
    public static string? In(HttpRequest request) => request.Headers[Header];

    /// <summary>Why the header of a request is refused; null if it is valid or not there.</summary>
    internal static string? FindWrong(HttpRequest request)
    {
        if (In(request) is not { } name || Name().IsMatch(name)) return null;
        var shown = name.Length > MaxLength ? name[..MaxLength] : name;
        return $"{Header} '{shown}' must be 1 to {MaxLength} letters, digits, dots, dashes, underscores and @";
    }

    [GeneratedRegex(@"\A[A-Za-z0-9._@-]{1,64}\z")]
    private static partial Regex Name();
}
