using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TradingOps.Engine.Actors;

namespace TradingOps.Hosting.Access;

/// <summary>Keys, roles and the accounts that a key may use.</summary>
public static class AccessExtensions
{
    /// <summary>
    /// Reads the keys. <see cref="PublicAddressException"/> if no key is configured and the process is to listen on a public
    /// address.
    /// </summary>
    public static void AddAccess(this IHostApplicationBuilder builder)
    {
        var options = builder.Configuration.GetValidated<AccessOptions>(AccessOptions.Section);
        var keys = new KeyRing(builder.ReadKeys(options));
        if (keys.IsEmpty) PublicAddressException.ThrowIfPublic(builder.Configuration);
        builder.Services.AddSingleton(keys);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<KeylessLimit>();
        builder.Services.AddRateLimiter(limiter => KeyLimits.Configure(limiter, options, keys));
    }

    /// <summary>From here on requests have a <see cref="Caller"/>, or do not get through.</summary>
    public static void UseAccess(this IApplicationBuilder app)
    {
        app.UseMiddleware<AccessMiddleware>();
        app.UseRateLimiter();
    }

    /// <summary>
    /// The endpoint is for callers with a role. If an endpoint has several requirements, the one nearest to it applies.
    /// </summary>
    public static T RequireRole<T>(this T endpoint, Role role) where T : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new AccessRequirement(role));

    /// <summary>The same for a page that a person opens in a browser, which asks for the key as a password.</summary>
    public static T RequireRoleOfBrowser<T>(this T endpoint, Role role) where T : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new AccessRequirement(role, IsForBrowsers: true));

    /// <summary>The endpoint shows nothing about trading and needs no key.</summary>
    public static T AllowAnyone<T>(this T endpoint) where T : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new AccessRequirement(null));

    /// <summary>The same for an endpoint that probes ask as often as they like.</summary>
    public static T AllowProbes<T>(this T endpoint) where T : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new AccessRequirement(null, IsForProbes: true));

    /// <summary>The actor that is recorded with the changes of the request.</summary>
    public static Actor GetActor(this HttpContext context) => new(
        context.GetCaller().Name, OnBehalfOf.In(context.Request), NetworkAddress.Of(context)?.ToString());

    /// <summary>The request's caller. <see cref="InvalidOperationException"/> on an endpoint that is for everyone.</summary>
    public static Caller GetCaller(this HttpContext context) => context.Features.Get<Caller>()
        ?? throw new InvalidOperationException($"{context.Request.Path} has no caller: its endpoint asks for none");

    /// <summary>The keys of the configuration or of a file, which is then watched.</summary>
    private static AccessKey[] ReadKeys(this IHostApplicationBuilder builder, AccessOptions options)
    {
        if (options.KeysFile is not { Length: > 0 } path) return options.Keys;
        if (options.Keys.Length > 0) throw new KeyFileException(path, "Auth:Keys must be empty beside it");
        var file = new KeyFile(path);
        builder.Services.AddSingleton(file);
        builder.Services.AddHostedService<KeyFileWatch>();
        return file.ReadChanged()!;
    }
}
