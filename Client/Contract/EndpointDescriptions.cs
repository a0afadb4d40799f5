using TradingOps.Client.Parameters;
using TradingOps.Client.Problems;

namespace TradingOps.Client.Contract;

/// <summary>What an endpoint says of itself where it is mapped; the types of its handler say the rest.</summary>
internal static class EndpointDescriptions
{
    /// <summary>What it does, in a sentence, and the parameters in its query and headers.</summary>
    public static T Describe<T>(this T endpoint, string summary, params Parameter[] parameters)
        where T : IEndpointConventionBuilder =>
        endpoint.WithSummary(summary).WithMetadata(new DescribedParameters(parameters));

    /// <summary>The statuses of the problems that it may answer.</summary>
    public static T Problems<T>(this T endpoint, params int[] statuses) where T : IEndpointConventionBuilder =>
        endpoint.WithMetadata([.. statuses.Select(ProblemOf)]);

    /// <summary>The JSON body that it takes, and the problems of one that cannot be read.</summary>
    public static void DescribeBody(
        this EndpointBuilder endpoint, Type type, bool isOptional, (string Type, string Example)? other = null)
    {
        endpoint.Metadata.Add(new DescribedBody(type, isOptional, other));
        foreach (var status in new[] { 400, 413, 415 }) endpoint.Metadata.Add(ProblemOf(status));
    }

    private static object ProblemOf(int status) =>
        new ProducesResponseTypeMetadata(status, typeof(ProblemBody), [ProblemResult.ContentType]);
}
