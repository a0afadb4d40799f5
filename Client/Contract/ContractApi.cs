using System.Reflection;
using TradingOps.Hosting.Access;

namespace TradingOps.Client.Contract;

/// <summary><c>/openapi/v1.json</c>, and <c>/docs</c> to read it in a browser.</summary>
internal static class ContractApi
{
    public static void AddContract(this IServiceCollection services) => services.AddOpenApi(options =>
    {
        options.AddSchemaTransformer<Fields>();
        options.AddOperationTransformer<ContractTransformer>();
        options.AddDocumentTransformer<ContractTransformer>();
    });

    public static void MapContract(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/openapi/{documentName}.json").AllowAnyone();
        MapPage(routes, "/docs", "docs.html", "text/html; charset=utf-8");
        MapPage(routes, "/docs.css", "docs.css", "text/css; charset=utf-8");
        MapPage(routes, "/docs.js", "docs.js", "text/javascript; charset=utf-8");
    }

    private static void MapPage(IEndpointRouteBuilder routes, string path, string resource, string contentType)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        routes.MapGet(path, () => TypedResults.Bytes(content, contentType)).ExcludeFromDescription().AllowAnyone();
    }
}
