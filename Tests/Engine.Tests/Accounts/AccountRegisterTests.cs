using TradingOps.Engine.Accounts;
using TradingOps.Engine.Errors;

namespace TradingOps.Engine.Tests.Accounts;

/// <summary>How many accounts there may be.</summary>
public sealed class AccountRegisterTests
{
    private const long Second = 1_000_000;

    private readonly AccountRegister _register = new(new(MaxAccounts: 6, MaxAccountsPerKey: 4, MaxNewAccountsPerMinute: 2));
    private long _sequence;

    [Fact]
    public void A_key_opens_so_many_accounts_in_a_minute()
    {
        Add("a", "ann", 0);
        Add("b", "ann", 30 * Second);
        AssertRefused(
            TradingError.AccountRate, "ann", 59 * Second, "key 'ann' opened 2 accounts in the last minute, 2 are allowed");
        Assert.Null(_register.Check("bob", 59 * Second));
        Assert.Null(_register.Check("ann", 60 * Second));
    }

    [Fact]
    public void A_key_opens_so_many_accounts_ever()
    {
        for (var i = 0; i < 4; i++) Add($"a{i}", "ann", i * 60 * Second);
        AssertRefused(TradingError.AccountLimit, "ann", 1000 * Second, "key 'ann' opened 4 accounts, 4 are allowed");
    }

    [Fact]
    public void There_are_so_many_accounts_in_all_with_those_opened_before()
    {
        foreach (var account in new[] { "x", "y", "z" }) _register.AddEarlier(account);
        Add("x", "ann", 0);
        foreach (var account in new[] { "a", "b", "c" }) Add(account, account, 0);
        AssertRefused(TradingError.AccountLimit, "dora", 1000 * Second, "there are 6 accounts, 6 are allowed");
        Assert.Null(_register.Check("system:simulation", 1000 * Second));
    }

    private void Add(string account, string opener, long time) =>
        _register.Apply(new(++_sequence, time, account, new(opener)));

    private void AssertRefused(TradingError code, string opener, long now, string detail)
    {
        var refusal = _register.Check(opener, now)!;
        Assert.Equal((code, detail), (refusal.Code, refusal.Detail));
    }
}
