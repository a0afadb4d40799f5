namespace TradingOps.Client.Contract;

/// <summary>What the contract says of one request.</summary>
/// <param name="Method">GET, POST, ...</param>
/// <param name="Path">The route.</param>
/// <param name="Summary">What it does, in a sentence.</param>
internal sealed record Operation(string Method, string Path, string Summary)
{
    /// <summary>The parameters in the query and the headers.</summary>
    public Parameter[] Parameters { get; init; } = [];

    /// <summary>Type of the JSON body.</summary>
    public Type? Request { get; init; }

    /// <summary>A body, as JSON.</summary>
    public string? RequestExample { get; init; }

    /// <summary>Whether it works without a body, too.</summary>
    public bool IsRequestOptional { get; init; }

    /// <summary>Status when it worked.</summary>
    public int Success { get; init; } = 200;

    /// <summary>Another status when it worked, or null.</summary>
    public int? OtherSuccess { get; init; }

    /// <summary>What the answer is, if not JSON.</summary>
    public string? ResponseType { get; init; }

    /// <summary>Type of the JSON answer; null for an answer of another kind.</summary>
    public Type? Response { get; init; }

    /// <summary>An answer, as JSON.</summary>
    public string? ResponseExample { get; init; }

    /// <summary>Problems that it answers besides those that every request may meet.</summary>
    public int[] Problems { get; init; } = [];

    /// <summary>The answer while it does not work, as JSON, where that is no problem; null where it is.</summary>
    public string? DegradedExample { get; init; }

    /// <summary>Whether it asks the cluster, which may not be reachable.</summary>
    public bool AsksCluster { get; init; } = true;

    /// <summary>Whether it needs no key.</summary>
    public bool IsOpen { get; init; }
}
