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
    private readonly HashSet<(int Account, string Reference)> _exercises = [];
    private readonly Dictionary<(int Account, string Option), long> _deliveries = [];
    private int _restrictedSessions;

    /// <summary>The official prices of the instrument.</summary>
    public OfficialPrices Prices { get; } = new();

    /// <summary>
    /// The official price that the contract was settled by; null before that, and where an earlier version settled it.
    /// </summary>
    public OfficialPrice? SettledBy { get; private set; }

    /// <summary>Whether nothing of it is known.</summary>
    public bool IsEmpty => Prices.Last is null && SettledBy is null && ExpiredAt == 0 && _instructions.Count == 0
        && _exercises.Count == 0 && _deliveries.Count == 0;

    /// <summary>When the contract expired, microseconds since the Unix epoch; 0 if it did not.</summary>
    public long ExpiredAt { get; private set; }

    /// <summary>
    /// The official price of the day that the session last closed on, in parts of a tick; null while there is none.
    /// </summary>
    public long? Close { get; private set; }

    /// <summary>
    /// Whether a trade was at least a tenth below the official close before, today or in the session before: short sales need a
    /// limit above the best bid (Regulation SHO, Rule 201).
    /// </summary>
    public bool IsShortRestricted => _restrictedSessions > 0;

    /// <summary>
    /// Lots that an account wants to exercise at expiry (positive) or not to (negative); 0 without an instruction.
    /// </summary>
    public long InstructionOf(int account) => _instructions.GetValueOrDefault(account);

    /// <summary>Whether an account has exercised under a reference.</summary>
    public bool HasExercised(int account, string reference) => _exercises.Contains((account, reference));

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
        if (Prices.LastClose is { } close) FollowFall(record, close);
        var command = record.Command;
        switch (command.Kind)
        {
            case BookCommandKind.SetOfficialPrice:
                var price = record.Official!;
                Prices.Put(price);
                if (!Prices.HasAfter(price.Day, price.Kind)) Close = price.Parts;
                break;
            case BookCommandKind.SetSession when command.Session == SessionState.Closed:
                Close = null;
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
                _exercises.Add((command.Account, record.Note!));
                break;
            case BookCommandKind.MovePosition:
                _deliveries[(command.Account, record.Delivery!.Symbol)] = command.OrderId;
                break;
        }
    }

    /// <summary>Today and the next session.</summary>
    private void FollowFall(MarketRecord record, OfficialPrice close)
    {
        foreach (ref readonly var e in record.Events.AsSpan())
        {
            if (e.Kind == BookEventKind.Traded && e.Price * Instrument.SettlementParts * 10 <= close.Parts * 9)
                _restrictedSessions = RestrictedSessions;
        }
    }

    internal void Write(BinaryWriter writer)
    {
        writer.Write(_restrictedSessions);
        Prices.Write(writer);
        writer.Write(SettledBy is not null);
        SettledBy?.WriteTo(writer);
        writer.Write(ExpiredAt);
        writer.Write(Close.HasValue);
        writer.Write(Close ?? 0);
        writer.Write(_instructions.Count);
        foreach (var (account, lots) in _instructions)
        {
            writer.Write(account);
            writer.Write(lots);
        }
        writer.Write(_exercises.Count);
        foreach (var (account, reference) in _exercises.Order())
        {
            writer.Write(account);
            writer.Write(reference);
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
        _restrictedSessions = reader.ReadInt32();
        Prices.Read(reader);
        if (reader.ReadBoolean()) SettledBy = OfficialPrice.ReadFrom(reader);
        ExpiredAt = reader.ReadInt64();
        var hasClose = reader.ReadBoolean();
        var close = reader.ReadInt64();
        Close = hasClose ? close : null;
        for (var i = reader.ReadInt32(); i > 0; i--) _instructions.Add(reader.ReadInt32(), reader.ReadInt64());
        for (var i = reader.ReadInt32(); i > 0; i--) _exercises.Add((reader.ReadInt32(), reader.ReadString()));
        for (var i = reader.ReadInt32(); i > 0; i--)
            _deliveries.Add((reader.ReadInt32(), reader.ReadString()), reader.ReadInt64());
    }
}
