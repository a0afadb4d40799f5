using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TradingOps.Engine.Actors;
using TradingOps.Engine.Books;
using TradingOps.Engine.Errors;
using TradingOps.Grains.Accounts;
using TradingOps.Grains.Orders;
using TradingOps.Grains.Tests.Cluster;

namespace TradingOps.Grains.Tests.Accounts;

/// <summary>Accounts are bounded by the key that opens them.</summary>
public sealed class AccountRegisterGrainTests(AccountRegisterGrainTests.TwoAccounts cluster)
    : IClassFixture<AccountRegisterGrainTests.TwoAccounts>
{
    private static readonly Actor Ann = new("ann");

    [Fact]
    public async Task A_key_opens_no_account_beyond_its_bound_also_after_a_restart()
    {
        await cluster.Grains.GetAccount("a1").Change(new() { Cash = 1000 }, Ann);
        Assert.Equal(SubmitOutcome.Accepted, (await OrderAsync("a2")).Outcome);
        await AssertRefusedAsync();
        await EndRegisterAsync();
        await AssertRefusedAsync();
        Assert.Equal(SubmitOutcome.Accepted, (await OrderAsync("a2")).Outcome);
        await cluster.Grains.GetAccount("b1").Change(new() { Cash = 1000 }, new("bob"));
    }

    /// <summary>The register's next activation knows what the journal has.</summary>
    private async Task EndRegisterAsync()
    {
        var management = cluster.Grains.GetGrain<IManagementGrain>(0);
        Assert.True(await IsActiveAsync());
        await Eventually.HoldsAsync(async () =>
        {
            await management.ForceActivationCollection(TimeSpan.Zero);
            return !await IsActiveAsync();
        });

        async Task<bool> IsActiveAsync() => (await management.GetSimpleGrainStatistics()).Any(
            s => s.ActivationCount > 0 && s.GrainType.Contains(nameof(AccountRegisterGrain), StringComparison.Ordinal));
    }

    private async Task AssertRefusedAsync()
    {
        var register = await Assert.ThrowsAsync<TradingUnavailableException>(
            () => cluster.Grains.GetAccount("a3").Change(new() { Cash = 1000 }, Ann));
        var order = await Assert.ThrowsAsync<TradingUnavailableException>(() => OrderAsync("a3"));
        Assert.All(new[] { register, order }, e => Assert.Equal(
            (TradingError.AccountLimit, "key 'ann' opened 2 accounts, 2 are allowed"), (e.Code, e.Message)));
        Assert.Null(await cluster.Grains.GetAccount("a3").GetAccount());
    }

    private Task<SubmitResult> OrderAsync(string account) => cluster.Grains.GetAccount(account).SubmitOrder(new()
    {
        Symbol = "AAPL",
        Instructions = new(Side.Buy, OrderType.Limit, TimeInForce.Gtc),
        Quantity = 1,
        LimitPrice = 10,
    }, Ann);

    public sealed class TwoAccounts : TradingCluster
    {
        protected override void Configure(IServiceCollection services) =>
            services.AddSingleton(Options.Create(
                new AccountOptions { MaxAccountsPerKey = 2, DayBegins = TradingDay.Begins, DayZone = "UTC" }));
    }
}
