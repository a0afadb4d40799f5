using System.Collections.Immutable;
using TradingOps.Engine.Books;

namespace TradingOps.Engine.Markets;

/// <summary>
/// The accounts that a market knows: the small numbers that its book has for them, what they hold, and their reports.
/// </summary>
internal sealed class MarketAccounts
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<MarketAccount> _byNumber = [];

    /// <summary>All of them, by number.</summary>
    public IReadOnlyList<MarketAccount> All => _byNumber;

    /// <summary>An account by its number.</summary>
    public MarketAccount this[int number] => _byNumber[number];

    /// <summary>The account of a name; false if it never had an order here.</summary>
    public bool TryGet(string name, out int number) => _numbers.TryGetValue(name, out number);

    /// <summary>The number of an account, which it has from now on.</summary>
    public int Intern(string name)
    {
        if (_numbers.TryGetValue(name, out var number)) return number;
        number = _byNumber.Count;
        _numbers.Add(name, number);
        _byNumber.Add(new(name, 0));
        return number;
    }

    /// <summary>Numbers the reports of new events.</summary>
    public ImmutableArray<MarketParty> Number(ImmutableArray<BookEvent> events)
    {
        var parties = ImmutableArray.CreateBuilder<MarketParty>(2);
        foreach (ref readonly var e in events.AsSpan())
        {
            if (!MarketRecord.IsReported(e.Kind)) continue;
            AddReport(parties, e.Account);
            if (MarketRecord.IsOfTwo(e.Kind)) AddReport(parties, e.CounterAccount);
        }
        return parties.DrainToImmutable();
    }

    /// <summary>Follows the numbers of a record of the past.</summary>
    /// <exception cref="InvalidOperationException">The record knows an account by another number.</exception>
    public void FollowReports(MarketRecord record)
    {
        foreach (var party in record.Parties)
        {
            if (Intern(party.Name) != party.Account)
                throw new InvalidOperationException($"record {record.Sequence} knows {party.Name} by another number");
            var last = party.FirstNumber + record.CountReports(party.Account) - 1;
            _byNumber[party.Account] = _byNumber[party.Account] with { LastNumber = last };
        }
    }

    /// <summary>Follows what events do to positions. Returns whether there was a trade.</summary>
    /// <param name="events">The events.</param>
    /// <param name="isReversible">Whether a settlement in them can be corrected: earlier versions made none that can.</param>
    public bool FollowPositions(ImmutableArray<BookEvent> events, bool isReversible)
    {
        var hasTraded = false;
        foreach (ref readonly var e in events.AsSpan())
        {
            switch (e.Kind)
            {
                case BookEventKind.Traded or BookEventKind.Corrected or BookEventKind.Busted:
                    hasTraded |= e.Kind == BookEventKind.Traded;
                    var bought = e.Side == Side.Buy ? e.Quantity : -e.Quantity;
                    if (e.Kind == BookEventKind.Busted) bought = -bought;
                    Add(e.Account, bought);
                    Add(e.CounterAccount, -bought);
                    break;
                case BookEventKind.Delivered:
                    Add(e.Account, e.Quantity);
                    break;
                case BookEventKind.Exercised:
                    Add(e.Account, e.Side == Side.Buy ? -e.Quantity : e.Quantity);
                    break;
                case BookEventKind.Settled:
                    var held = _byNumber[e.Account];
                    _byNumber[e.Account] = held with { Position = 0, Settled = isReversible ? held.Position : 0 };
                    break;
                case BookEventKind.SettlementReversed:
                    var settled = _byNumber[e.Account];
                    _byNumber[e.Account] = settled with { Position = settled.Settled, Settled = 0 };
                    break;
            }
        }
        return hasTraded;
    }

    /// <summary>Writes all accounts; <see cref="Read"/> reads them.</summary>
    public void Write(BinaryWriter writer, bool withSettled)
    {
        writer.Write(_byNumber.Count);
        foreach (var account in _byNumber)
        {
            writer.Write(account.Name);
            writer.Write(account.LastNumber);
            writer.Write(account.Position);
            if (withSettled) writer.Write(account.Settled);
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote, or an earlier version that knew of no settlement.</summary>
    public void Read(BinaryReader reader, bool hasSettled)
    {
        for (var i = reader.ReadInt32(); i > 0; i--)
        {
            var account = new MarketAccount(
                reader.ReadString(), reader.ReadInt64(), reader.ReadInt64(), hasSettled ? reader.ReadInt64() : 0);
            _byNumber[Intern(account.Name)] = account;
        }
    }

    private void Add(int account, long lots) =>
        _byNumber[account] = _byNumber[account] with { Position = _byNumber[account].Position + lots };

    private void AddReport(ImmutableArray<MarketParty>.Builder parties, int account)
    {
        var known = _byNumber[account];
        var isNew = true;
        foreach (var party in parties) isNew &= party.Account != account;
        if (isNew) parties.Add(new(account, known.Name, known.LastNumber + 1));
        _byNumber[account] = known with { LastNumber = known.LastNumber + 1 };
    }
}
