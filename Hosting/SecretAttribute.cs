namespace TradingOps.Hosting;

/// <summary>The value of this option is not repeated in an error, whatever was put there.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecretAttribute : Attribute;
