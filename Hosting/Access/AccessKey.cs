using System.ComponentModel.DataAnnotations;

namespace TradingOps.Hosting.Access;

/// <summary>A key as it is configured (<c>Auth:Keys:n</c>). The key itself is known to its owner only.</summary>
public sealed record AccessKey
{
    /// <summary>Whose it is; stands in the audit and in logs.</summary>
    [Required, DeniedValues("system", ErrorMessage = "it must not be 'system', which is the product itself"), RegularExpression(
        "[A-Za-z0-9._-]{1,64}", ErrorMessage = "it must be 1 to 64 letters, digits, dots, dashes and underscores")]
    public string Name { get; init; } = "";

    /// <summary>SHA-256 of the key's UTF-8 bytes, 64 hexadecimal digits.</summary>
    [DataType(DataType.Password), Required,
        RegularExpression("[0-9A-Fa-f]{64}", ErrorMessage = "it must be the SHA-256 of a key, 64 hexadecimal digits")]
    public string Sha256 { get; init; } = "";

    /// <summary>What it may do: viewer, trader, risk, admin. Reading is always allowed.</summary>
    [RoleNames]
    public string[] Roles { get; init; } = [];

    /// <summary>The accounts that it may use; <c>*</c> for all.</summary>
    [Required(AllowEmptyStrings = true)]
    public string[] Accounts { get; init; } = [];

    /// <summary>Whether another key gives the same rights to the same owner.</summary>
    internal bool IsSame(AccessKey other) => Name == other.Name
        && Sha256.Equals(other.Sha256, StringComparison.OrdinalIgnoreCase)
        && Roles.SequenceEqual(other.Roles) && Accounts.SequenceEqual(other.Accounts);
}
