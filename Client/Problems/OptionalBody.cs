using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using TradingOps.Client.Contract;

namespace TradingOps.Client.Problems;

/// <summary>A <see cref="Body{T}"/> that may be missing.</summary>
internal sealed class OptionalBody<T> : IEndpointParameterMetadataProvider where T : class
{
    private readonly Body<T>? _body;

    private OptionalBody(Body<T>? body) => _body = body;

    /// <summary>The value, null without a body, or the problem to answer.</summary>
    public bool TryGet(out T? value, [NotNullWhen(false)] out ProblemResult? problem)
    {
        (value, problem) = (null, null);
        return _body is null || _body.TryGet(out value, out problem);
    }

    /// <summary>Binds a handler's parameter.</summary>
    public static async ValueTask<OptionalBody<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var isMissing = context.Request is { ContentLength: null or 0, ContentType: null };
        return new(isMissing ? null : await Body<T>.BindAsync(context, parameter));
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.DescribeBody(typeof(T), isOptional: true);
}
