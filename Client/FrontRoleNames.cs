using Microsoft.Extensions.Options;
using TradingOps.Bodies.Orders;

namespace TradingOps.Client;

/// <summary>Reads the roles of a front from its configuration.</summary>
internal static class FrontRoleNames
{
    private const string Key = "Roles";

    private static readonly Vocabulary<FrontRoles> Words = new(
        ("gateway", FrontRoles.Gateway), ("market-data", FrontRoles.MarketData));

    /// <summary>
    /// The roles, which are all of them where the configuration names none. <see cref="OptionsValidationException"/> if it names
    /// another.
    /// </summary>
    public static FrontRoles Read(IConfiguration configuration)
    {
        var roles = FrontRoles.None;
        var text = configuration[Key];
        foreach (var word in text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            if (!Words.TryRead(word, FrontRoles.None, out var role))
                throw new OptionsValidationException(
                    Key, typeof(FrontRoles),
                    [$"{Key} is '{text}': it must be one or more of {string.Join(", ", Words.Words)}, separated by commas"]);
            roles |= role;
        }
        return roles == FrontRoles.None ? FrontRoles.All : roles;
    }
}
