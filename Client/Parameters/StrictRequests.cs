using Microsoft.AspNetCore.Http.Features;
using TradingOps.Bodies;
using TradingOps.Client.Contract;
using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;

namespace TradingOps.Client.Parameters;

/// <summary>
/// Refuses what an endpoint would not read: a misspelt parameter, or a body where none is taken, must not make a request mean
/// more than its sender meant. What an endpoint takes is what the contract says of it.
/// </summary>
internal static class StrictRequests
{
    /// <summary>From here on every parameter of a request is known to its endpoint, and given once.</summary>
    public static void UseStrictRequests(this IApplicationBuilder app) => app.Use((context, next) =>
        context.GetEndpoint() is RouteEndpoint endpoint && FindWrong(context, endpoint) is { } problem
            ? problem.ExecuteAsync(context)
            : next(context));

    private static ProblemResult? FindWrong(HttpContext context, RouteEndpoint endpoint)
    {
        var request = context.Request;
        if (request.QueryString.HasValue)
        {
            foreach (var (name, values) in request.Query)
            {
                if (!ParametersOf(endpoint).Any(p => name.Equals(p.Name, StringComparison.OrdinalIgnoreCase)))
                    return Problem.Of(TradingError.UnknownParameter, ExplainUnknown(name, values, endpoint));
                if (values.Count > 1)
                    return Problem.Of(
                        TradingError.DuplicateParameter, $"parameter '{name}' is given {values.Count} times, 1 is allowed");
            }
        }
        return HttpMethods.IsDelete(request.Method) && endpoint.Metadata.GetMetadata<DescribedBody>() is null
            && context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true }
                ? Problem.Of(TradingError.UnknownField, $"DELETE {request.Path} takes no body: what it says would not be read")
                : null;
    }

    private static IEnumerable<Parameter> ParametersOf(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetOrderedMetadata<DescribedParameters>().SelectMany(d => d.All).Where(p => !p.IsHeader);

    private static string ExplainUnknown(string name, string? value, RouteEndpoint endpoint)
    {
        var known = string.Join(", ", ParametersOf(endpoint).Select(p => p.Name));
        return $"parameter '{Excerpt.Of(name)}' with the value '{Excerpt.Of(value)}' is not known; "
            + (known.Length == 0 ? "no parameters are allowed" : $"allowed are {known}");
    }
}
