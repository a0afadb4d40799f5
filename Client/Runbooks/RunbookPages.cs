using Markdig;
using Microsoft.AspNetCore.Http.HttpResults;
using TradingOps.Hosting.Access;

namespace TradingOps.Client.Runbooks;

/// <summary>
/// <c>/runbooks/{file}</c>: the files of docs/runbooks as pages, each section with an anchor, so that the link of an alert opens
/// where it says. They hold no secrets, and a person on call has no key at hand: no key is needed.
/// </summary>
internal static class RunbookPages
{
    private const string First = "triage.md";

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables()
        .UseAutoIdentifiers(Markdig.Extensions.AutoIdentifiers.AutoIdentifierOptions.GitHub).DisableHtml().Build();

    public static void MapRunbooks(this IEndpointRouteBuilder routes)
    {
        var pages = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "runbooks"), "*.md")
            .ToDictionary(path => Path.GetFileName(path), Render, StringComparer.Ordinal);
        routes.MapGet("/runbooks", () => TypedResults.Redirect($"/runbooks/{First}")).AllowAnyone().ExcludeFromDescription();
        routes.MapGet("/runbooks/{file}", Results<ContentHttpResult, NotFound> (string file) =>
                pages.TryGetValue(file, out var page)
                    ? TypedResults.Content(page, "text/html; charset=utf-8")
                    : TypedResults.NotFound())
            .AllowAnyone().ExcludeFromDescription();
    }

    private static string Render(string path) =>
        $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>TradingOps: {Path.GetFileNameWithoutExtension(path)}</title>
        <link rel="stylesheet" href="/docs.css">
        </head>
        <body>
        {Markdown.ToHtml(File.ReadAllText(path), Pipeline)}
        </body>
        </html>
        """;
}
