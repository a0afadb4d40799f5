using TradingOps.Grains.Feeds;

namespace TradingOps.Grains.Books;

/// <summary>The market as its readers see it: nothing leaves before it is durable. Used within one grain's turns only.</summary>
internal sealed class MarketReader(MarketLog market, MarketSession session, MarketInterest interest)
{
    /// <summary>The best levels.</summary>
    public async Task<BookView> ReadBookAsync(int depth)
    {
        interest.Note();
        market.ThrowIfFaulted();
        var view = market.View(Math.Clamp(depth, 1, BookOptions.MaxDepth), session.Status);
        await market.UntilDurableAsync();
        return view;
    }

    /// <summary>What happened after a sequence; waits a moment if nothing has.</summary>
    public async Task<MarketFeedPage> ReadFeedAsync(long? after)
    {
        interest.Note();
        if (after == market.Market.Sequence) await market.Feed.WaitAsync(isFollower: true);
        market.ThrowIfFaulted();
        return await market.Feed.ReadAsync(
            after, market.View(MarketFeedPage.Depth, session.Status), market.UntilDurableAsync());
    }

    /// <summary>Sequence of the last durable record; waits a moment while it is still <paramref name="past"/>.</summary>
    public async Task<long> ReadSequenceAsync(long? past)
    {
        if (past == market.Market.Sequence) await market.Feed.WaitAsync(isFollower: false);
        market.ThrowIfFaulted();
        var sequence = market.Market.Sequence;
        await market.UntilDurableAsync();
        return sequence;
    }

    /// <summary>The prices that positions are valued at.</summary>
    public async Task<MarkView> ReadMarkAsync()
    {
        market.ThrowIfFaulted();
        var (quote, close) = (market.Quote(), market.ToPrice(market.Market.LastClose));
        await market.UntilDurableAsync();
        return MarkView.Of(quote, close);
    }

    /// <summary>The number of the last report to an account.</summary>
    public async Task<long> ReadLastReportAsync(string account)
    {
        market.ThrowIfFaulted();
        var last = market.Market.LastReportOf(account);
        await market.UntilDurableAsync();
        return last;
    }

    /// <summary>The hash of the market's state.</summary>
    public async Task<BookHash> ComputeHashAsync()
    {
        market.ThrowIfFaulted();
        var (sequence, hash) = (market.Market.Sequence, market.Market.StateHash());
        await market.UntilDurableAsync();
        return new(market.Market.Symbol, sequence, hash.ToString("x16"));
    }
}
