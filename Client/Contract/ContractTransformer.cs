using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using TradingOps.Client.Problems;
using TradingOps.Hosting.Access;

namespace TradingOps.Client.Contract;

/// <summary>Brings what <see cref="Operations"/> say into the document.</summary>
internal sealed class ContractTransformer : IOpenApiOperationTransformer, IOpenApiDocumentTransformer
{
    private const string Json = "application/json";
    private const string ProblemJson = "application/problem+json";
    private const string BearerScheme = "bearer";
    private const string HeaderScheme = "x_api_key";

    public Task TransformAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var requirement = context.Description.ActionDescriptor.EndpointMetadata.OfType<AccessRequirement>().LastOrDefault();
        operation.Summary ??= $"{context.Description.HttpMethod} /{context.Description.RelativePath}";
        operation.Description = requirement is { Role: { } role } ? $"Role: {role.ToString().ToLowerInvariant()}." : null;
        operation.Security = requirement is { Role: null } ? [] : Keys(context.Document!);
        return Task.CompletedTask;
    }

    public async Task TransformAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new() { Title = "TradingOps", Version = "v1", Description = "Orders, accounts, books and breakers." };
        document.Servers = [new() { Url = "/" }];
        document.AddComponent<IOpenApiSecurityScheme>(
            BearerScheme, new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" });
        document.AddComponent<IOpenApiSecurityScheme>(
            HeaderScheme, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = "X-Api-Key"
            });
        var problem = await context.GetOrCreateSchemaAsync(typeof(ProblemBody), null, cancellationToken);
        document.AddComponent("Problem", problem);
        foreach (var described in Operations.All)
        {
            var isOwn = described.IsOpen || described.Path is "/health" or "/metrics";
            if (Find(document, described, add: isOwn) is not { } operation) continue;
            await DescribeAsync(operation, described, document, context, cancellationToken);
        }
    }

    private static OpenApiOperation? Find(OpenApiDocument document, Operation described, bool add)
    {
        var method = new HttpMethod(described.Method);
        if (!document.Paths.TryGetValue(described.Path, out var path))
        {
            if (!add) return null;
            document.Paths.Add(described.Path, path = new OpenApiPathItem { Operations = [] });
        }
        if (path.Operations!.TryGetValue(method, out var operation)) return operation;
        if (!add) return null;
        path.Operations.Add(method, operation = new());
        return operation;
    }

    private static async Task DescribeAsync(
        OpenApiOperation operation, Operation described, OpenApiDocument document, OpenApiDocumentTransformerContext context,
        CancellationToken cancellationToken)
    {
        operation.Summary = described.Summary;
        operation.Security = described.IsOpen ? [] : Keys(document);
        // What the handlers' signatures say of the query is less.
        operation.Parameters =
        [
            .. (operation.Parameters ?? []).Where(p => p.In == ParameterLocation.Path),
            .. described.Parameters.Select(p => p.ToOpenApi()),
        ];
        if (described.RequestExample is not null)
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = !described.IsRequestOptional,
                Content = Content(
                    Json, described.Request is null ? null : await SchemaAsync(described.Request), described.RequestExample),
            };
        operation.Responses = [];
        foreach (var status in new[] { described.Success, described.OtherSuccess }.OfType<int>())
            operation.Responses[$"{status}"] = new OpenApiResponse
            {
                Description = Answers.Describe(status),
                Content = described.ResponseType is { } type ? Content(type, null, null)
                    : described.Response is null && described.ResponseExample is null ? null
                    : Content(Json, described.Response is null ? null : await SchemaAsync(described.Response),
                        described.ResponseExample),
            };
        int[] common = described.IsOpen ? [] : [401, 403, 429];
        if (described.DegradedExample is { } degraded)
            operation.Responses["503"] = new OpenApiResponse
            {
                Description = "A check fails; it is named.",
                Content = Content(Json, null, degraded),
            };
        int[] unavailable = described.AsksCluster ? [503] : [];
        foreach (var status in described.Problems.Concat(common).Concat(unavailable).Distinct().Order())
            operation.Responses[$"{status}"] = new OpenApiResponse
            {
                Description = Answers.Describe(status),
                Content = Content(
                    ProblemJson, new OpenApiSchemaReference("Problem", document), Examples.OfProblem(status)),
            };

        async Task<IOpenApiSchema> SchemaAsync(Type type) => await context.GetOrCreateSchemaAsync(type, null, cancellationToken);
    }

    private static List<OpenApiSecurityRequirement> Keys(OpenApiDocument document) =>
    [
        new() { [new(BearerScheme, document)] = [] },
        new() { [new(HeaderScheme, document)] = [] },
    ];

    private static Dictionary<string, OpenApiMediaType> Content(string type, IOpenApiSchema? schema, string? example) =>
        new() { [type] = new() { Schema = schema, Example = example is null ? null : JsonNode.Parse(example) } };
}
