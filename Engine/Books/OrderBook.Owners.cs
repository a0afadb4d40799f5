using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace TradingOps.Engine.Books;

// Owners: accounts of one owner do not trade with each other, as an account does not trade with itself.
public sealed partial class OrderBook
{
    /// <summary>In <see cref="BookCommand.Owner"/>: no owner of the account is known.</summary>
    public const long NoOwner = -1;

    // Above every account's number.
    private const long OwnerBit = 1L << 62;

    private readonly Dictionary<int, long> _owners = [];

    /// <summary>The number of an owner: the same for the same name everywhere, so no market has to learn who owns what.</summary>
    public static long NumberOf(string? owner) => owner is null
        ? NoOwner
        : (long)(XxHash3.HashToUInt64(MemoryMarshal.AsBytes<char>(owner)) & (OwnerBit - 1)) | OwnerBit;

    /// <summary>The owner of an account; 0 without one.</summary>
    public long OwnerOf(int account) => _owners.GetValueOrDefault(account);

    private static bool IsOwner(long owner) => owner is 0 or NoOwner or > int.MaxValue;

    private bool AreOfOneOwner(int account, int other) =>
        account == other || (_owners.Count > 1 && OwnerOf(account) is not 0 and var owner && owner == OwnerOf(other));

    /// <summary>A number that accounts share only if they are of one owner.</summary>
    private long GroupOf(int account) => OwnerOf(account) is not 0 and var owner ? owner : account;

    private void FollowOwner(int account, long owner)
    {
        if (owner == 0) return;
        if (owner == NoOwner) _owners.Remove(account);
        else _owners[account] = owner;
    }

    /// <summary>Whether a taker does not trade with a maker.</summary>
    private bool PreventsTrade(in BookOrder taker, in BookOrder maker) => AreOfOneOwner(maker.Account, taker.Account)
        && taker.Instructions.SelfTradePrevention != SelfTradePrevention.None;
}
