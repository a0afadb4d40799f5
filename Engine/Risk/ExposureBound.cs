namespace TradingOps.Engine.Risk;

/// <summary>A limit of a group that an account belongs to, and what the others in the group use of it.</summary>
/// <param name="Whose">Whose limit it is: the firm, or a desk.</param>
/// <param name="Limit">The limit.</param>
/// <param name="Others">Exposure of the other accounts; null while it is not known.</param>
public readonly record struct ExposureBound(string Whose, ExposureLimit Limit, Exposure? Others);
