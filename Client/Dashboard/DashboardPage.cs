using TradingOps.Hosting.Access;

namespace TradingOps.Client.Dashboard;

/// <summary>
/// The live page at <c>/</c> and <c>/dashboard</c>. It holds no data: it reads what it shows with its user's key.
/// </summary>
internal static class DashboardPage
{
    private const string Index = "index.html";

    /// <summary>Serves the page's scripts and styles without a key.</summary>
    public static void UseDashboardAssets(this IApplicationBuilder app) => app.UseStaticFiles();

    public static void MapDashboard(this IEndpointRouteBuilder routes)
    {
        foreach (var path in new[] { "/", "/dashboard" })
            routes.MapGet(path, Serve).AllowAnyone().ExcludeFromDescription();
    }

    private static IResult Serve(IWebHostEnvironment front) => TypedResults.PhysicalFile(
        Path.Combine(front.WebRootPath, Index), "text/html; charset=utf-8");
}
