using System.Buffers.Text;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace TradingOps.Hosting.Access;

/// <summary>The key that a request brings.</summary>
internal static class PresentedKey
{
    private const string Bearer = "Bearer ";
    private const string Basic = "Basic ";

    /// <summary>
    /// From <c>Authorization: Bearer</c> or <c>X-Api-Key</c>, and for browsers from basic authentication; or null.
    /// </summary>
    public static string? Of(HttpRequest request, bool isForBrowsers)
    {
        string? authorization = request.Headers.Authorization;
        if (authorization is null) return request.Headers["X-Api-Key"];
        if (authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) return authorization[Bearer.Length..].Trim();
        return isForBrowsers && authorization.StartsWith(Basic, StringComparison.OrdinalIgnoreCase)
            ? PasswordOf(authorization[Basic.Length..].Trim())
            : null;
    }

    private static string? PasswordOf(string credentials)
    {
        if (!Base64.IsValid(credentials)) return null;
        var text = Encoding.UTF8.GetString(Convert.FromBase64String(credentials));
        return text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..];
    }
}
