using System.Collections.Immutable;
using System.Runtime.InteropServices;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;

namespace TradingOps.Grains.Orders;

/// <summary>An order as the reports about it add up. Mutable; a view of it is a copy.</summary>
public sealed class OrderState
{
    private readonly string? _deniedId;
    private readonly string _account;
    private readonly string _symbol;
    private readonly string? _clientOrderId;
    private readonly string? _tag;
    private readonly long _number;
    private readonly long _receivedAt;
    private readonly OrderSpec _spec;
    // Replaced as a whole: readers of the index look at it while it grows.
    private string[] _laterClientOrderIds = [];
    private List<Fill>? _fills;
    private long _trailAmount;
    private int _trailBasisPoints;
    private long _price;
    private long _stopPrice;
    private long _quantity;
    private long _filled;
    private decimal _filledValue;
    private string? _reason;
    private long _updatedAt;

    private OrderState(
        string? deniedId, string account, string symbol, string? clientOrderId, string? tag, long number, long receivedAt,
        in OrderSpec spec)
    {
        _deniedId = deniedId;
        _account = account;
        _symbol = symbol;
        _clientOrderId = clientOrderId;
        _tag = tag;
        _number = number;
        _receivedAt = receivedAt;
        _spec = spec;
        _price = spec.Price;
        _stopPrice = spec.StopPrice;
        _trailAmount = spec.TrailAmount;
        _trailBasisPoints = spec.TrailBasisPoints;
        _quantity = spec.Quantity;
        _updatedAt = receivedAt;
    }

    /// <summary>The owner.</summary>
    public string Account => _account;

    /// <summary>The order's id.</summary>
    public string Id => _deniedId ?? OrderIds.Format(_symbol, _number);

    /// <summary>The order's number in its market; 0 if it never came there.</summary>
    public long Number => _deniedId is null ? _number : 0;

    /// <summary>The instrument.</summary>
    public string Symbol => _symbol;

    /// <summary>The account's own id as it stands now.</summary>
    public string? ClientOrderId => _laterClientOrderIds is [.., var last] ? last : _clientOrderId;

    /// <summary>The account's note.</summary>
    public string? Tag => _tag;

    /// <summary>Where the order stands.</summary>
    public OrderStatus Status { get; private set; }

    /// <summary>Buy or sell.</summary>
    public Side Side => _spec.Side;

    /// <summary>When it was received.</summary>
    public DateTimeOffset ReceivedAt => Time.FromMicroseconds(_receivedAt);

    /// <summary>Lots still open.</summary>
    public long Remaining { get; private set; }

    /// <summary>Whether it may still trade.</summary>
    public bool IsOpen => Status is OrderStatus.Accepted or OrderStatus.PartiallyFilled;

    private bool HasLimit => _spec.Type.HasLimit();

    /// <summary>The orders that a market record entered, before its reports are applied.</summary>
    public static IEnumerable<OrderState> From(string symbol, MarketRecord record) => record.Entered().Select(order => From(
        symbol, record.NameOf(order.Account), order.OrderId == record.Sequence ? record.ClientOrderId : null, record.Tag,
        order));

    /// <summary>An order that a market took, before its reports are applied.</summary>
    public static OrderState From(string symbol, string account, string? clientOrderId, string? tag, in BookCommand order) =>
        new(null, account, symbol, clientOrderId, tag, order.OrderId, order.Time, order.Spec)
        {
            Remaining = order.Spec.Quantity,
        };

    /// <summary>An order that was refused before it reached a market.</summary>
    public static OrderState From(string account, DeniedOrder denied) =>
        new(
            denied.Id, account, denied.Symbol, denied.ClientOrderId, denied.Tag, denied.Order.OrderId, denied.Order.Time,
            denied.Order.Spec)
        {
            Status = OrderStatus.Rejected,
            _reason = denied.Code,
        };

    /// <summary>Applies one report; of a market's reports each once, in order.</summary>
    public void Apply(in ExecutionReport report)
    {
        _updatedAt = report.Time;
        Status = OrderProjection.StatusAfter(report) ?? Status;
        Remaining = OrderProjection.RemainingAfter(report);
        _reason = OrderProjection.ReasonAfter(report) ?? _reason;
        _stopPrice = OrderProjection.StopPriceAfter(report) ?? _stopPrice;
        if (HasLimit) _price = OrderProjection.LimitPriceAfter(report) ?? _price;
        if (report.Kind == BookEventKind.Traded)
        {
            (_fills ??= new(1))
                .Add(new(report.Sequence, report.Trade, report.Price, report.Quantity, report.Liquidity, report.Time));
            _filled += report.Quantity;
            _filledValue += (decimal)report.Price * report.Quantity;
        }
        if (OrderProjection.Resizes(report)) _quantity = _filled + Remaining;
        // An order by cash amount has no quantity but what it bought.
        _quantity = Math.Max(_quantity, _filled);
    }

    /// <summary>Whether an id is or was the account's own id of the order.</summary>
    public bool HasClientOrderId(string id) => _clientOrderId == id || _laterClientOrderIds.Contains(id);

    /// <summary>The account's own id from now on.</summary>
    public void Rename(string clientOrderId) => _laterClientOrderIds = [.. _laterClientOrderIds, clientOrderId];

    /// <summary>Takes over how far it trails from now on, where a command says so.</summary>
    public void Trail(in BookCommand replacement)
    {
        if (!replacement.Spec.HasTrail) return;
        (_trailAmount, _trailBasisPoints) = (replacement.Spec.TrailAmount, replacement.Spec.TrailBasisPoints);
    }

    /// <summary>The order in the instrument's units.</summary>
    public OrderView ToView(Instrument instrument) => new()
    {
        Id = Id,
        Account = _account,
        Request = OrderConversion.ToRequest(_spec, _clientOrderId, _tag, instrument),
        ClientOrderId = ClientOrderId,
        EarlierClientOrderIds = EarlierClientOrderIds(),
        Trail = OrderProjection.TrailOf(
            _spec with { TrailAmount = _trailAmount, TrailBasisPoints = _trailBasisPoints }, instrument),
        Quantity = instrument.ToQuantity(_quantity),
        LimitPrice = HasLimit ? instrument.ToPrice(_price) : null,
        // A trailing stop has none before it follows a trade.
        StopPrice = _stopPrice != 0 || _spec.Type.HasStop() ? instrument.ToPrice(_stopPrice) : null,
        AssetClass = instrument.AssetClass,
        Destination = instrument.Destination,
        Status = Status,
        FilledQuantity = instrument.ToQuantity(_filled),
        RemainingQuantity = instrument.ToQuantity(Remaining),
        RejectReason = _reason,
        ReceivedAt = ReceivedAt,
        UpdatedAt = Time.FromMicroseconds(_updatedAt),
        AveragePrice = _filled == 0 ? 0 : Math.Round(_filledValue / _filled * instrument.TickSize, 10),
        Fills = _fills is null ? [] : [.. _fills.Select(f => ToView(f, instrument))],
    };

    /// <summary>
    /// Writes the whole state as it is in memory. Rows of the index and its checkpoints are written so: a change of this
    /// counts the format of the checkpoint up.
    /// </summary>
    public void WriteTo(BinaryWriter row)
    {
        row.Write(_account);
        row.Write(_symbol);
        row.Write(_clientOrderId ?? "");
        row.Write7BitEncodedInt(_laterClientOrderIds.Length);
        foreach (var id in _laterClientOrderIds) row.Write(id);
        row.Write(_tag ?? "");
        row.Write(_deniedId ?? "");
        row.Write(_reason ?? "");
        row.Write7BitEncodedInt64(_number);
        row.Write7BitEncodedInt64(_receivedAt);
        _spec.WriteTo(row);
        row.Write7BitEncodedInt64(_trailAmount);
        row.Write7BitEncodedInt(_trailBasisPoints);
        row.Write7BitEncodedInt64(_price);
        row.Write7BitEncodedInt64(_stopPrice);
        row.Write7BitEncodedInt64(_quantity);
        row.Write7BitEncodedInt64(_filled);
        row.Write(_filledValue);
        row.Write(_updatedAt);
        row.Write((byte)Status);
        row.Write7BitEncodedInt64(Remaining);
        row.Write7BitEncodedInt(_fills?.Count ?? 0);
        foreach (ref readonly var fill in CollectionsMarshal.AsSpan(_fills)) fill.WriteTo(row);
    }

    /// <summary>Reads what <see cref="WriteTo"/> wrote.</summary>
    public static OrderState ReadFrom(BinaryReader row)
    {
        var (account, symbol) = (row.ReadString(), row.ReadString());
        var clientOrderId = ReadText(row);
        var later = ReadTexts(row);
        var (tag, deniedId, reason) = (ReadText(row), ReadText(row), ReadText(row));
        var (number, receivedAt) = (row.Read7BitEncodedInt64(), row.Read7BitEncodedInt64());
        var order = new OrderState(deniedId, account, symbol, clientOrderId, tag, number, receivedAt, OrderSpec.ReadFrom(row))
        {
            _laterClientOrderIds = later,
            _reason = reason,
            _trailAmount = row.Read7BitEncodedInt64(),
            _trailBasisPoints = row.Read7BitEncodedInt(),
            _price = row.Read7BitEncodedInt64(),
            _stopPrice = row.Read7BitEncodedInt64(),
            _quantity = row.Read7BitEncodedInt64(),
            _filled = row.Read7BitEncodedInt64(),
            _filledValue = row.ReadDecimal(),
            _updatedAt = row.ReadInt64(),
            Status = (OrderStatus)row.ReadByte(),
            Remaining = row.Read7BitEncodedInt64(),
        };
        var fills = row.Read7BitEncodedInt();
        if (fills > 0) order._fills = new(fills);
        for (; fills > 0; fills--) order._fills!.Add(Fill.ReadFrom(row));
        return order;
    }

    private ImmutableArray<string> EarlierClientOrderIds()
    {
        if (_laterClientOrderIds.Length == 0) return [];
        var before = _laterClientOrderIds.SkipLast(1);
        return [.. _clientOrderId is null ? before : before.Prepend(_clientOrderId)];
    }

    private static string[] ReadTexts(BinaryReader row)
    {
        var count = row.Read7BitEncodedInt();
        if (count == 0) return [];
        var texts = new string[count];
        for (var i = 0; i < count; i++) texts[i] = row.ReadString();
        return texts;
    }

    private static string? ReadText(BinaryReader row) => row.ReadString() is { Length: > 0 } text ? text : null;

    private FillView ToView(in Fill fill, Instrument instrument) => new(
        OrderIds.FormatTrade(_symbol, fill.Sequence, fill.Trade), instrument.ToPrice(fill.Price),
            instrument.ToQuantity(fill.Quantity),
        fill.Liquidity, Time.FromMicroseconds(fill.Time));

    private readonly record struct Fill(long Sequence, int Trade, long Price, long Quantity, Liquidity Liquidity, long Time)
    {
        public void WriteTo(BinaryWriter row)
        {
            row.Write7BitEncodedInt64(Sequence);
            row.Write7BitEncodedInt(Trade);
            row.Write7BitEncodedInt64(Price);
            row.Write7BitEncodedInt64(Quantity);
            row.Write((byte)Liquidity);
            row.Write(Time);
        }

        public static Fill ReadFrom(BinaryReader row) => new(row.Read7BitEncodedInt64(), row.Read7BitEncodedInt(),
            row.Read7BitEncodedInt64(), row.Read7BitEncodedInt64(), (Liquidity)row.ReadByte(), row.ReadInt64());
    }
}
