namespace TradingOps.Engine.Errors;

/// <summary>What is known of an <see cref="TradingError"/>.</summary>
/// <param name="status">The HTTP status, 400 to 599.</param>
/// <param name="meaning">One sentence for a person.</param>
[AttributeUsage(AttributeTargets.Field)]
public sealed class ErrorAttribute(int status, string meaning) : Attribute
{
    /// <summary>The HTTP status, 400 to 599.</summary>
    public int Status { get; } = status;

    /// <summary>One sentence for a person.</summary>
    public string Meaning { get; } = meaning;
}
