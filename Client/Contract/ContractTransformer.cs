using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using TradingOps.Client.Problems;
using TradingOps.Hosting.Access;

namespace TradingOps.Client.Contract;

/// <summary>
/// Completes the document that ASP.NET makes of the endpoints: roles and keys, parameters with their bounds, the JSON that is
/// sent, and an example and a description of every answer.
/// </summary>
internal sealed class ContractTransformer : IOpenApiOperationTransformer, IOpenApiDocumentTransformer
{
    private const string Json = "application/json";
    private const string BearerScheme = "bearer";
    private const string HeaderScheme = "x_api_key";

    public async Task TransformAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var (document, metadata) = (context.Document!, context.Description.ActionDescriptor.EndpointMetadata);
        var requirement = metadata.OfType<AccessRequirement>().LastOrDefault();
        operation.Summary ??= $"{context.Description.HttpMethod} /{context.Description.RelativePath}";
        operation.Description = requirement is { Role: { } role } ? $"Role: {role.ToString().ToLowerInvariant()}." : null;
        operation.Security = requirement is { Role: null } ? [] : Keys(document);
        // What the handlers' signatures say of the query is less.
        operation.Parameters =
        [
            .. (operation.Parameters ?? []).Where(p => p.In == ParameterLocation.Path),
            .. metadata.OfType<DescribedParameters>().SelectMany(d => d.All).Select(p => p.ToOpenApi()),
        ];
        if (metadata.OfType<DescribedBody>().FirstOrDefault() is { } body)
        {
            var content = await JsonOfAsync(body.Type);
            if (body.Other is var (other, example)) content[other] = new() { Example = JsonValue.Create(example) };
            operation.RequestBody = new OpenApiRequestBody { Required = !body.IsOptional, Content = content };
        }
        operation.Responses = [];
        foreach (var answer in context.Description.SupportedResponseTypes.OrderBy(a => a.StatusCode))
            operation.Responses[$"{answer.StatusCode}"] = new OpenApiResponse
            {
                Description = Answers.Describe(answer.StatusCode),
                Content = answer.ApiResponseFormats.FirstOrDefault()?.MediaType switch
                {
                    null => null,
                    ProblemResult.ContentType => ProblemOf(answer.StatusCode, document),
                    Json => await JsonOfAsync(answer.Type!),
                    var other => Content(other, null, null),
                },
            };

        async Task<Dictionary<string, OpenApiMediaType>> JsonOfAsync(Type type) =>
            Content(Json, await context.GetOrCreateSchemaAsync(type, null, cancellationToken), Examples.Of(type));
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
        document.AddComponent("Problem", await context.GetOrCreateSchemaAsync(typeof(ProblemBody), null, cancellationToken));
        AddProcess(document, "/health", "Every check.", isOpen: false, Json, Examples.Health, Examples.HealthDegraded);
        AddProcess(document, "/health/live", "That the process answers.", isOpen: true, Json, Examples.Status);
        AddProcess(
            document, "/health/ready", "Whether every check passes.", isOpen: true, Json, Examples.Status,
            Examples.StatusDegraded);
        AddProcess(document, "/metrics", "Prometheus text.", isOpen: false, "text/plain");
        AddProcess(document, "/openapi/v1.json", "This document.", isOpen: true, "application/openapi+json");
    }

    /// <summary>Describes what every process answers; ASP.NET does not see these endpoints.</summary>
    private static void AddProcess(
        OpenApiDocument document, string path, string summary, bool isOpen, string type, string? example = null,
        string? degraded = null)
    {
        var operation = new OpenApiOperation { Summary = summary, Security = isOpen ? [] : Keys(document), Responses = [] };
        operation.Responses["200"] = new OpenApiResponse
        {
            Description = Answers.Describe(200),
            Content = Content(type, null, example),
        };
        if (degraded is not null)
            operation.Responses["503"] = new OpenApiResponse
            {
                Description = "A check fails; it is named.",
                Content = Content(Json, null, degraded),
            };
        if (!isOpen)
            foreach (var status in new[] { 401, 403, 429 })
                operation.Responses[$"{status}"] = new OpenApiResponse
                {
                    Description = Answers.Describe(status),
                    Content = ProblemOf(status, document),
                };
        document.Paths[path] = new OpenApiPathItem { Operations = new() { [HttpMethod.Get] = operation } };
    }

    private static List<OpenApiSecurityRequirement> Keys(OpenApiDocument document) =>
    [
        new() { [new(BearerScheme, document)] = [] },
        new() { [new(HeaderScheme, document)] = [] },
    ];

    private static Dictionary<string, OpenApiMediaType> ProblemOf(int status, OpenApiDocument document) =>
        Content(ProblemResult.ContentType, new OpenApiSchemaReference("Problem", document), Examples.OfProblem(status));

    private static Dictionary<string, OpenApiMediaType> Content(string type, IOpenApiSchema? schema, string? example) =>
        new() { [type] = new() { Schema = schema, Example = example is null ? null : JsonNode.Parse(example) } };
}
