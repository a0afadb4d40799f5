using System.Text.Json;
using TradingOps.Engine.Errors;
using TradingOps.Hosting;
using TradingOps.Hosting.Access;
using TradingOps.Silo.Storage.Embedded;
using TradingOps.Silo.Storage.Embedded.Backups;

namespace TradingOps.Silo.Recovery;

/// <summary>
/// <c>POST /backup</c> with <c>{"path": "/backups/desk"}</c>: copies the data folder of this silo, which goes on taking orders,
/// and answers when the copy is durable.
/// </summary>
internal static class BackupApi
{
    private static readonly JsonSerializerOptions Json =
        new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static void MapBackup(this IEndpointRouteBuilder routes, StorageOptions storage) =>
        routes.MapPost("/backup", context => WriteAsync(context, storage)).RequireRole(Role.Admin);

    private static async Task WriteAsync(HttpContext context, StorageOptions storage)
    {
        var (path, code, detail) = await ReadPathAsync(context);
        if (path is null)
        {
            await ProblemWriter.WriteAsync(context, code, detail);
            return;
        }
        BackupResult made;
        try
        {
            made = await Task.Run(() => BackupWriter.Write(
                storage.Path, path, DateTimeOffset.UtcNow, storage.Embedded.Retention.Archive));
        }
        catch (Exception e) when (e is BackupException or DataFolderException or CorruptJournalException)
        {
            await ProblemWriter.WriteAsync(context, TradingError.BackupRefused, e.Message);
            return;
        }
        await context.Response.WriteAsJsonAsync(made, Json);
    }

    private static async Task<(string? Path, TradingError Code, string Detail)> ReadPathAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType())
            return (null, TradingError.UnsupportedMediaType,
                $"the content type is '{context.Request.ContentType}'; allowed is application/json");
        BackupBody? body;
        try
        {
            body = await context.Request.ReadFromJsonAsync<BackupBody>(Json, context.RequestAborted);
        }
        catch (JsonException e)
        {
            return (null, TradingError.MalformedJson, e.Message);
        }
        if (body?.Path is not { Length: > 0 } path)
            return (null, TradingError.MissingField, "path is missing; it names a folder");
        return Path.IsPathFullyQualified(path)
            ? (path, default, "")
            : (null, TradingError.InvalidPath, $"path is '{path}'; allowed is an absolute path, such as /backups/desk");
    }
}
