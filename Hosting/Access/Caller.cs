using System.Collections.Frozen;
using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace TradingOps.Hosting.Access;

/// <summary>Who calls: the name of a key and what it may do. A parameter of a handler is bound to the request's caller.</summary>
public sealed class Caller
{
    /// <summary>In the accounts of a key: every account.</summary>
    public const string AnyAccount = "*";

    private readonly FrozenSet<Role> _roles;
    private readonly FrozenSet<string>? _accounts;

    /// <summary>A caller with roles and accounts; <see cref="AnyAccount"/> among them stands for all.</summary>
    public Caller(
        string name, IEnumerable<Role> roles, IEnumerable<string> accounts, CancellationToken revoked = default)
    {
        (Name, Revoked) = (name, revoked);
        _roles = roles.ToFrozenSet();
        _accounts = accounts.ToFrozenSet(StringComparer.Ordinal);
        if (_accounts.Contains(AnyAccount)) _accounts = null;
    }

    /// <summary>The caller while no keys are configured: a program on this machine, with every role and account.</summary>
    public static Caller Local { get; } = new("local", [Role.Admin], [AnyAccount]);

    /// <summary>The name of the key; never the key.</summary>
    public string Name { get; }

    /// <summary>The accounts that may be used; null for every account.</summary>
    public IReadOnlyCollection<string>? Accounts => _accounts;

    /// <summary>Cancelled when the key is revoked, or its roles or accounts change: what runs for the caller ends.</summary>
    public CancellationToken Revoked { get; }

    /// <summary>Whether every account may be used.</summary>
    public bool MayUseEveryAccount => _accounts is null;

    /// <summary>Whether the caller has a role, its own or as an admin.</summary>
    public bool Is(Role role) => role == Role.Viewer || _roles.Contains(role) || _roles.Contains(Role.Admin);

    /// <summary>Why a caller without a role is refused.</summary>
    public string ExplainLackOf(Role role) => $"key '{Name}' lacks the role {role.ToString().ToLowerInvariant()}";

    /// <summary>Whether an account may be used.</summary>
    public bool MayUse(string account) => _accounts is null || _accounts.Contains(account);

    /// <summary>Binds a handler's parameter.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        ValueTask.FromResult<Caller?>(context.GetCaller());
}
