using System.Security.Cryptography;
using System.Text;

namespace TradingOps.Hosting.Access;

/// <summary>Finds callers by their keys.</summary>
internal sealed class KeyRing
{
    private const int MaxKeyLength = 512;

    private readonly (byte[] Hash, Caller Caller)[] _keys;

    public KeyRing(AccessOptions options) => _keys =
        [.. options.Keys.Select(k =>
            (Convert.FromHexString(k.Sha256), new Caller(k.Name, k.Roles.Select(r => Enum.Parse<Role>(r, true)), k.Accounts)))];

    /// <summary>Whether there are no keys at all.</summary>
    public bool IsEmpty => _keys.Length == 0;

    /// <summary>The owner of a key, or null. Takes the same time whichever key it is, and whether or not it is one.</summary>
    public Caller? Find(string key)
    {
        if (key.Length is 0 or > MaxKeyLength) return null;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(key), hash);
        Caller? found = null;
        foreach (var (known, caller) in _keys)
            if (CryptographicOperations.FixedTimeEquals(known, hash))
                found = caller;
        return found;
    }
}
