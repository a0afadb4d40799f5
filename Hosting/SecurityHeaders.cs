using Microsoft.AspNetCore.Builder;

namespace TradingOps.Hosting;

/// <summary>Headers that keep a browser from doing with an answer what it is not meant for.</summary>
public static class SecurityHeaders
{
    /// <summary>Puts them on every answer. A page may only load what this process serves.</summary>
    /// <param name="app">The application.</param>
    /// <param name="policy">What a page may load.</param>
    public static void UseSecurityHeaders(this IApplicationBuilder app, string? policy = "default-src 'self'") =>
        app.Use((context, next) =>
        {
            var headers = context.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "no-referrer";
            headers.CacheControl = "no-store";
            if (policy is not null) headers.ContentSecurityPolicy = policy;
            if (context.Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000";
            return next(context);
        });
}
