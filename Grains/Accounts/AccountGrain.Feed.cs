using System.Collections.Immutable;
using TradingOps.Engine.Accounts;
using TradingOps.Grains.Feeds;
using TradingOps.Grains.Journaling;

namespace TradingOps.Grains.Accounts;

// What followers of the account are told.
public sealed partial class AccountGrain
{
    private const int MaxRefusedInPage = 256;

    private readonly FeedSignal _changed = new(clock);

    /// <inheritdoc/>
    public async Task<AccountFeedPage> ReadFeed(AccountCursor? after)
    {
        if (after is { } at && at == Cursor) await _changed.WaitAsync();
        // Before the first await: what happens meanwhile is for the next page.
        var cursor = Cursor;
        var page = new AccountFeedPage { Cursor = cursor, Positions = [], Refused = [] };
        if (after is { } from && from.Sequence != cursor.Sequence) page = await ReadRefusedAsync(page, from.Sequence);
        return page with { Account = await GetAccount(), Positions = await GetPositions() ?? [] };
    }

    private AccountCursor Cursor => new(_journal.Sequence, _feed.Applied);

    private async Task<AccountFeedPage> ReadRefusedAsync(AccountFeedPage page, long after)
    {
        var (cursor, last, read) = (page.Cursor, after, 0);
        if (after > cursor.Sequence || after < cursor.Sequence - MarketFeed.MaxBehind) return page with { IsReset = true };
        var refused = ImmutableArray.CreateBuilder<OrderChange>();
        try
        {
            var records = journal.ReadAsync(JournalStreams.Account(Account.Id), after + 1, CancellationToken.None);
            await foreach (var record in records)
            {
                if (record.Sequence > cursor.Sequence || read++ == MaxRefusedInPage) break;
                if (record.Sequence != last + 1) return page with { IsReset = true };
                last = record.Sequence;
                if (AccountJson.DecodeRecord(record.Payload.Span).Denied is { } denied)
                    refused.Add(OrderChanges.Of(Account.Id, last, denied, catalogue[denied.Symbol]));
            }
        }
        catch (JournalException e)
        {
            throw new TradingUnavailableException(
                TradingUnavailableException.JournalUnavailable, $"the journal of {Account.Id} cannot be read: {e.Message}");
        }
        return page with { Cursor = cursor with { Sequence = last }, Refused = refused.ToImmutable() };
    }
}
