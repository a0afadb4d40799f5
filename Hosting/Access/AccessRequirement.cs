namespace TradingOps.Hosting.Access;

/// <summary>What an endpoint asks of its caller.</summary>
/// <param name="Role">The role needed; null if no key is needed.</param>
/// <param name="IsForBrowsers">A person's browser may send the key as the password of HTTP basic authentication.</param>
/// <param name="IsForProbes">It is asked often, without a key, by whatever watches the process.</param>
public sealed record AccessRequirement(Role? Role, bool IsForBrowsers = false, bool IsForProbes = false);
