using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Metadata;
using TradingOps.Bodies;
using TradingOps.Client.Contract;

namespace TradingOps.Client.Problems;

/// <summary>
/// The JSON body of a request, as a parameter of a handler: a value, or the problem to answer. It is read before the filters run.
/// </summary>
/// <typeparam name="T">What the body holds; unknown fields of a <see cref="StrictBody"/> are a problem.</typeparam>
internal sealed class Body<T> : IEndpointParameterMetadataProvider where T : class
{
    private static readonly JsonTypeInfo<T> Info = (JsonTypeInfo<T>)ApiJson.Default.GetTypeInfo(typeof(T))!;

    private readonly T? _value;
    private readonly ProblemResult? _problem;

    private Body(T? value, ProblemResult? problem) => (_value, _problem) = (value, problem);

    /// <summary>The value, or the problem to answer.</summary>
    public bool TryGet([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out ProblemResult? problem)
    {
        (value, problem) = (_value, _problem);
        return problem is null;
    }

    /// <summary>Binds a handler's parameter.</summary>
    public static async ValueTask<Body<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var (value, problem) = await RequestBody.ReadAsync(context.Request, Info);
        return new(value, problem);
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.DescribeBody(typeof(T), isOptional: false);
}
