using Microsoft.AspNetCore.Http;

namespace TradingOps.Hosting.Access;

/// <summary>Where a browser says that a request comes from.</summary>
public static class Origins
{
    /// <summary>The page of another site that sent a request; null if a page of ours did, or no page.</summary>
    public static string? FindForeign(HttpRequest request) =>
        request.Headers.Origin.FirstOrDefault() is { } origin && !IsOwn(origin, request) ? origin : null;

    private static bool IsOwn(string origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Authority == request.Host.Value;
}
