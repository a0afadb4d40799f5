using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Settlement;

namespace TradingOps.Engine.Markets;

/// <summary>
/// What a market knows of the end of its contract: official prices, instructions to exercise, and by which price it was settled.
/// Follows the market's records.
/// </summary>
public sealed class MarketSettlement
{
    private const int RestrictedSessions = 2;

    private readonly SortedDictionary<int, long> _instructions = [];
    private readonly Dictionary<(int Account, string Reference), long> _exercises = [];
    private readonly Dictionary<(int Account, string Option), long> _deliveries = [];
    private int _restrictedSessions;

    /// <summary>The official prices of the instrument.</summary>
    public OfficialPrices Prices { get; } = new();

    /// <summary>
    /// The official price that the contract was settled by; null before that, and where an earlier version settled it.
    /// </summary>
    public OfficialPrice? SettledBy { get; private set; }

    /// <summary>Whether no price, instruction, exercise or delivery was ever recorded.</summary>
    public bool IsEmpty => Prices.Last is null && SettledBy is null && _instructions.Count == 0 && _exercises.Count == 0
        && _deliveries.Count == 0;

    /// <summary>When the contract expired, microseconds since the Unix epoch; 0 if that is not known.</summary>
    public long ExpiredAt { get; private set; }

    /// <summary>The trading day of the session that closed last; null if none did, as far as is known.</summary>
    public DateOnly? ClosedDay { get; private set; }

    /// <summary>The official price of that day: its settlement, else its close; null if neither was entered.</summary>
    public OfficialPrice? Close => ClosedDay is { } day
        ? Prices.Find(day, OfficialPriceKind.Settlement) ?? Prices.Find(day, OfficialPriceKind.Close)
        : null;

    /// <summary>
    /// Whether a trade was at least a tenth below the official close before, today or in the session before: short sales need a
    /// limit above the best bid (Regulation SHO, Rule 201).
    /// </summary>
    public bool IsShortRestricted => _restrictedSessions > 0;

    /// <summary>
    /// Lots that an account wants to exercise at expiry (positive) or not to (negative); 0 without an instruction.
    /// </summary>
    public long InstructionOf(int account) => _instructions.GetValueOrDefault(account);

    /// <summary>Lots that an account has exercised under a reference; 0 for none.</summary>
    public long ExercisedUnder(int account, string reference) => _exercises.GetValueOrDefault((account, reference));

    /// <summary>Number of the last report of an option whose delivery to an account is known; 0 for none.</summary>
    public long LastDelivery(int account, string option) => _deliveries.GetValueOrDefault((account, option));

    /// <summary>Lots that the holder of a position exercises at expiry.</summary>
    /// <param name="account">The account.</param>
    /// <param name="held">Lots held; positive.</param>
    /// <param name="isInTheMoney">Whether contracts are exercised without being asked.</param>
    public long ExercisedAtExpiry(int account, long held, bool isInTheMoney) => (InstructionOf(account), isInTheMoney) switch
    {
        ( < 0 and var kept, true) => Math.Max(0, held + kept),
        ( > 0 and var wanted, false) => Math.Min(held, wanted),
        _ => isInTheMoney ? held : 0,
    };

    /// <summary>Follows a record.</summary>
    internal void Follow(MarketRecord record)
    {
        if (Prices.LastClose is not null) FollowFall(record);
        var command = record.Command;
        switch (command.Kind)
        {
            case BookCommandKind.SetOfficialPrice:
                Prices.Put(record.Official!);
                break;
            case BookCommandKind.SetSession when command.Session == SessionState.Closed:
                ClosedDay = command.Position > 0 ? DateOnly.FromDayNumber((int)command.Position) : null;
                if (_restrictedSessions > 0) _restrictedSessions--;
                break;
            case BookCommandKind.SetSession when command.Session == SessionState.Expired:
                ExpiredAt = command.Time;
                break;
            case BookCommandKind.SetSession when command.Session == SessionState.Settled:
            case BookCommandKind.CorrectSettlement:
                SettledBy = record.Official;
                break;
            case BookCommandKind.Instruct:
                if (command.Position == 0) _instructions.Remove(command.Account);
                else _instructions[command.Account] = command.Position;
                break;
            case BookCommandKind.Exercise:
                _exercises[(command.Account, record.Note!)] = command.Spec.Quantity;
                break;
            case BookCommandKind.MovePosition:
                _deliveries[(command.Account, record.Delivery!.Symbol)] = command.OrderId;
                break;
        }
    }

    /// <summary>A fall by a tenth of the close of the session before restricts today and the next session.</summary>
    private void FollowFall(MarketRecord record)
    {
        foreach (ref readonly var e in record.Events.AsSpan())
        {
            if (e.Kind != BookEventKind.Traded) continue;
            var close = ClosedDay is { } day ? Prices.Find(day, OfficialPriceKind.Close) : Prices.LastClose;
            if (close is not null && e.Price * Instrument.SettlementParts * 10 <= close.Parts * 9)
                _restrictedSessions = RestrictedSessions;
        }
    }

    /// <summary>Writes the whole state; <see cref="Read"/> reads it.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="withSessions">Whether to write when sessions ended too, which earlier versions did not keep.</param>
    internal void Write(BinaryWriter writer, bool withSessions)
    {
        if (withSessions)
        {
            writer.Write(ExpiredAt);
            writer.Write(ClosedDay?.DayNumber ?? 0);
        }
        writer.Write(_restrictedSessions);
        Prices.Write(writer);
        writer.Write(SettledBy is not null);
        SettledBy?.WriteTo(writer);
        writer.Write(_instructions.Count);
        foreach (var (account, lots) in _instructions)
        {
            writer.Write(account);
            writer.Write(lots);
        }
        writer.Write(_exercises.Count);
        foreach (var ((account, reference), lots) in _exercises.OrderBy(e => e.Key))
        {
            writer.Write(account);
            writer.Write(reference);
            writer.Write(lots);
        }
        writer.Write(_deliveries.Count);
        foreach (var ((account, option), number) in _deliveries.OrderBy(d => d.Key))
        {
            writer.Write(account);
            writer.Write(option);
            writer.Write(number);
        }
    }

    internal void Read(BinaryReader reader)
    {
        ExpiredAt = reader.ReadInt64();
        ClosedDay = reader.ReadInt32() is > 0 and var day ? DateOnly.FromDayNumber(day) : null;
        _restrictedSessions = reader.ReadInt32();
        Prices.Read(reader);
        if (reader.ReadBoolean()) SettledBy = OfficialPrice.ReadFrom(reader);
        for (var i = reader.ReadInt32(); i > 0; i--) _instructions.Add(reader.ReadInt32(), reader.ReadInt64());
        for (var i = reader.ReadInt32(); i > 0; i--)
            _exercises.Add((reader.ReadInt32(), reader.ReadString()), reader.ReadInt64());
        for (var i = reader.ReadInt32(); i > 0; i--)
            _deliveries.Add((reader.ReadInt32(), reader.ReadString()), reader.ReadInt64());
    }
}
