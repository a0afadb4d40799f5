using System.Collections.Immutable;
using TradingOps.Engine.Actors;
using TradingOps.Engine.Books;
using TradingOps.Engine.Settlement;

namespace TradingOps.Engine.Markets;

/// <summary>One durable step of a market: a command, its events, and the accounts that they concern.</summary>
/// <param name="Sequence">1, 2, 3, ... per symbol; an order's number is the sequence of the record that entered it.</param>
/// <param name="Command">What was asked.</param>
/// <param name="ClientOrderId">The account's own id of a new order, or of an amended one from then on.</param>
/// <param name="Parties">The accounts in <paramref name="Events"/>, in the order of their first appearance.</param>
/// <param name="Events">What happened, in order; of a new price band, or of a clock set back, nothing may have.</param>
public sealed record MarketRecord(
    long Sequence, BookCommand Command, string? ClientOrderId,
    ImmutableArray<MarketParty> Parties, ImmutableArray<BookEvent> Events)
{
    /// <summary>Who gave the command; null in records that earlier versions wrote.</summary>
    public Actor? Actor { get; init; }

    /// <summary>The account's note on a new order; null for every other command.</summary>
    public string? Tag { get; init; }

    /// <summary>
    /// Why a person set the clock back, entered an official price or asked for a bust; of an exercise, what the account calls it;
    /// of an instruction, the account. Null for every other command.
    /// </summary>
    public string? Note { get; init; }

    /// <summary>The official price that was entered, or that the contract is settled by.</summary>
    public OfficialPrice? Official { get; init; }

    /// <summary>What exercising a contract moves; null where nothing is delivered.</summary>
    public Delivery? Delivery { get; init; }

    /// <summary>The trade that is busted or corrected, or is to be.</summary>
    public TradeBust? Bust { get; init; }

    /// <summary>The id of the account that a book's account number stands for in this record.</summary>
    public string NameOf(int account)
    {
        foreach (var party in Parties)
            if (party.Account == account)
                return party.Name;
        throw new ArgumentOutOfRangeException(nameof(account), account, $"record {Sequence} does not concern this account");
    }

    /// <summary>Number of reports for an account.</summary>
    public int CountReports(int account)
    {
        var count = 0;
        foreach (ref readonly var e in Events.AsSpan())
        {
            if (!IsReported(e.Kind)) continue;
            if (e.Account == account) count++;
            if (IsOfTwo(e.Kind) && e.CounterAccount == account) count++;
        }
        return count;
    }

    private ImmutableArray<ExecutionReport> _reports;

    /// <summary>
    /// The reports of this record, in order; of a trade the taker's comes first, in an auction the buyer's. Made once, by the
    /// first who asks.
    /// </summary>
    public ImmutableArray<ExecutionReport> Reports() => _reports.IsDefault ? _reports = MakeReports() : _reports;

    private ImmutableArray<ExecutionReport> MakeReports()
    {
        var next = new long[Parties.Length];
        for (var i = 0; i < next.Length; i++) next[i] = Parties[i].FirstNumber;
        var reports = ImmutableArray.CreateBuilder<ExecutionReport>(Events.Length + 4);
        var trade = 0;
        foreach (ref readonly var e in Events.AsSpan())
        {
            if (!IsReported(e.Kind)) continue;
            if (e.Kind == BookEventKind.Traded) trade++;
            var place = e.Kind == BookEventKind.Traded ? trade : 0;
            reports.Add(Report(next, e.Account, e) with
            {
                OrderNumber = e.OrderId,
                Side = e.Side,
                Remaining = e.Remaining,
                Trade = place,
                Liquidity = e.IsAuction ? Liquidity.Auction : Liquidity.Taker,
            });
            if (!IsOfTwo(e.Kind)) continue;
            reports.Add(Report(next, e.CounterAccount, e) with
            {
                OrderNumber = e.CounterOrderId,
                Side = e.Side == Side.Buy ? Side.Sell : Side.Buy,
                Remaining = e.CounterRemaining,
                Trade = place,
                Liquidity = e.IsAuction ? Liquidity.Auction : Liquidity.Maker,
                IsCounter = true,
            });
        }
        return reports.DrainToImmutable();
    }

    /// <summary>
    /// Who caused what is reported to an account; null where another account's order had this effect: whose it was is not for
    /// this account to know.
    /// </summary>
    public Actor? ActorOf(in ExecutionReport report) =>
        // Its time ended: the command only was the first after that.
        report.Kind == BookEventKind.Expired ? Actor.Market
        : FindAccount() is { } account && account != report.Account ? null : Actor;

    /// <summary>Whether it gave an order new terms.</summary>
    public bool IsAmendment =>
        Command.Kind == BookCommandKind.Replace && Events.Any(e => e.Kind == BookEventKind.Replaced);

    /// <summary>The account that the command, or its order, is of; null for a command about the market.</summary>
    public string? FindAccount()
    {
        if (Command.Kind == BookCommandKind.Exercise) return NameOf(Command.Account);
        if (Command.Kind == BookCommandKind.Instruct) return Note;
        if (Command.Kind > BookCommandKind.Replace) return null;
        foreach (ref readonly var e in Events.AsSpan())
            if (e.OrderId == Command.OrderId)
                return NameOf(e.Account);
        return null;
    }

    /// <summary>The orders that this record entered: the one of its command, and the exits that it holds.</summary>
    public IEnumerable<BookCommand> Entered()
    {
        if (Command.Kind != BookCommandKind.New) yield break;
        yield return Command;
        foreach (var e in Events)
        {
            if (e.Kind != BookEventKind.Held) continue;
            yield return e.OrderId == Command.TakeProfitId ? Command.ToTakeProfit() : Command.ToStopLoss();
        }
    }

    /// <summary>Whether an event concerns two accounts.</summary>
    internal static bool IsOfTwo(BookEventKind kind) => kind is BookEventKind.Traded or >= BookEventKind.Busted;

    /// <summary>Moves within a queue and the state of the whole book are reported to no account.</summary>
    internal static bool IsReported(BookEventKind kind) => kind is not (
        BookEventKind.Rested or BookEventKind.Refreshed or BookEventKind.LimitStateEntered or BookEventKind.LimitStateLeft
        or BookEventKind.SessionChanged);

    private ExecutionReport Report(long[] next, int account, in BookEvent e)
    {
        for (var i = 0; i < Parties.Length; i++)
        {
            if (Parties[i].Account != account) continue;
            return new()
            {
                Account = Parties[i].Name,
                Number = next[i]++,
                Sequence = Sequence,
                Time = Command.Time,
                Kind = e.Kind,
                Reason = e.Reason,
                OrderNumber = 0,
                Side = default,
                Delivery = e.Kind is BookEventKind.Settled or >= BookEventKind.Exercised ? Delivery : null,
                Price = e.Price,
                Quantity = e.Quantity,
            };
        }
        throw new InvalidOperationException($"record {Sequence} has an event of account {account} and does not name it");
    }
}
