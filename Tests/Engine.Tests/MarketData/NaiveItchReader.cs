using System.Buffers.Binary;
using System.Text;

namespace TradingOps.Engine.Tests.MarketData;

/// <summary>A second reader of ITCH files: one dictionary of orders, from which each level is summed again.</summary>
internal sealed class NaiveItchReader(byte[] file, string stock)
{
    private readonly Dictionary<long, (char Side, int Price, int Shares)> _orders = [];
    private long _messages;
    private int _at;

    public decimal Traded { get; private set; }

    public void ReadTo(long message)
    {
        for (; _messages < message; _messages++)
        {
            var length = file[_at] << 8 | file[_at + 1];
            Take(file.AsSpan(_at + 2, length));
            _at += 2 + length;
        }
    }

    public List<(decimal Price, long Quantity)> Levels(char side, int count)
    {
        var levels = _orders.Values.Where(o => o.Side == side).GroupBy(o => o.Price)
            .Select(g => (Price: g.Key / 10_000m, Quantity: g.Sum(o => (long)o.Shares)));
        return [.. (side == 'B' ? levels.OrderByDescending(l => l.Price) : levels.OrderBy(l => l.Price)).Take(count)];
    }

    private void Take(ReadOnlySpan<byte> message)
    {
        var order = BinaryPrimitives.ReadInt64BigEndian(message[11..19]);
        switch ((char)message[0])
        {
            case 'A' when Encoding.ASCII.GetString(message[24..32]).Trim() == stock:
                _orders[order] = ((char)message[19], Int(message, 32), Int(message, 20));
                break;
            case 'E' when Lessen(order, Int(message, 19)):
                Traded += Int(message, 19);
                break;
            case 'X':
                Lessen(order, Int(message, 19));
                break;
            case 'D':
                _orders.Remove(order);
                break;
            case 'P' when Encoding.ASCII.GetString(message[24..32]).Trim() == stock:
                Traded += Int(message, 20);
                break;
        }
    }

    private bool Lessen(long order, int shares)
    {
        if (!_orders.TryGetValue(order, out var resting)) return false;
        if (resting.Shares == shares) _orders.Remove(order);
        else _orders[order] = resting with { Shares = resting.Shares - shares };
        return true;
    }

    private static int Int(ReadOnlySpan<byte> message, int at) => BinaryPrimitives.ReadInt32BigEndian(message[at..]);
}
