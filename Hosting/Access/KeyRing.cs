using System.Security.Cryptography;
using System.Text;

namespace TradingOps.Hosting.Access;

/// <summary>Finds callers by their keys.</summary>
internal sealed class KeyRing
{
    private const int MaxKeyLength = 512;

    private volatile Entry[] _keys;

    public KeyRing(AccessKey[] keys) => _keys = [.. keys.Select(key => new Entry(key))];

    /// <summary>Whether there are no keys at all.</summary>
    public bool IsEmpty => _keys.Length == 0;

    /// <summary>The owner of a key, or null. Takes the same time whichever key it is, and whether or not it is one.</summary>
    public Caller? Find(string key)
    {
        if (key.Length is 0 or > MaxKeyLength) return null;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(key), hash);
        Caller? found = null;
        foreach (var known in _keys)
            if (CryptographicOperations.FixedTimeEquals(known.Hash, hash))
                found = known.Caller;
        return found;
    }

    /// <summary>
    /// Replaces the keys. Callers whose key is gone, or has other roles or accounts, are revoked; returns their names.
    /// </summary>
    public IReadOnlyList<string> Replace(AccessKey[] keys)
    {
        var before = _keys;
        _keys = [.. keys.Select(k => Array.Find(before, b => b.Key.IsSame(k)) ?? new(k))];
        var revoked = before.Except(_keys).ToArray();
        foreach (var key in revoked) key.Dispose();
        return [.. revoked.Select(k => k.Caller.Name)];
    }

    /// <summary>A key in force; what runs for its caller ends when it is disposed.</summary>
    private sealed class Entry : IDisposable
    {
        private readonly CancellationTokenSource _revoked = new();

        public Entry(AccessKey key)
        {
            (Key, Hash) = (key, Convert.FromHexString(key.Sha256));
            Caller = new(
                key.Name, key.Roles.Select(r => Enum.Parse<Role>(r, ignoreCase: true)), key.Accounts, _revoked.Token);
        }

        public AccessKey Key { get; }

        public byte[] Hash { get; }

        public Caller Caller { get; }

        public void Dispose()
        {
            _revoked.Cancel();
            _revoked.Dispose();
        }
    }
}
