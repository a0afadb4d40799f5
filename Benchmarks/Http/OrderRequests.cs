using System.Globalization;
using System.Text;

namespace TradingOps.Benchmarks.Http;

/// <summary>
/// Makes the requests of one connection: limit orders of its own account at one price, buys and sells in turn, each with a client
/// order id of its own. Every second order or so trades.
/// </summary>
internal sealed class OrderRequests
{
    /// <summary>In place of a batch: messages to <c>/ws</c>, whose id is the number of the connection.</summary>
    public const int OverSocket = -1;

    private const string AnyId = "0000000000";

    private static long _lastId;

    private readonly string[] _symbols;
    private readonly Template[] _sides;
    private int _next;

    /// <param name="connection">Number of the connection.</param>
    /// <param name="symbols">Symbols, all of one length, taken in turn.</param>
    /// <param name="price">Limit price of all orders.</param>
    /// <param name="batch">
    /// Orders a request, all in one symbol; 0 for requests to <c>/orders</c>, <see cref="OverSocket"/> for messages.
    /// </param>
    /// <param name="run">Tells the client order ids of one run from another's.</param>
    /// <param name="accounts">Accounts that connections have in turn; by default each has its own.</param>
    public OrderRequests(
        int connection, string[] symbols, string price, int batch, string run, int accounts = int.MaxValue)
    {
        _symbols = symbols;
        _next = connection * 7;
        _sides = [SideOf("buy"), SideOf("sell")];

        Template SideOf(string side) => new(connection, connection % accounts, symbols[0], side, price, batch, run);
    }

    /// <summary>The next request; valid until the one after the next is made.</summary>
    public ReadOnlyMemory<byte> Next()
    {
        var place = _next++;
        return _sides[place & 1].Fill(_symbols[(place >> 1) % _symbols.Length]);
    }

    private sealed class Template
    {
        private readonly byte[] _request;
        private readonly List<int> _symbols;
        private readonly List<int> _ids;

        public Template(int connection, int account, string symbol, string side, string price, int batch, string run)
        {
            var order = $$"""
                {"symbol":"{{symbol}}","account":"bench-{{account}}","side":"{{side}}","type":"limit","time_in_force":"gtc",
                """ + $$"""
                "qty":1,"limit_price":{{price}},"self_trade_prevention":"cancel_oldest","client_order_id":"{{run}}-{{AnyId}}"}
                """;
            var body = batch <= 0 ? order : $"[{string.Join(',', Enumerable.Repeat(order, batch))}]";
            var text = batch == OverSocket
                ? $"{{\"op\":\"submit\",\"id\":{connection},\"order\":{order}}}"
                : string.Create(CultureInfo.InvariantCulture,
                    $"POST {(batch == 0 ? "/orders" : "/orders/batch")} HTTP/1.1\r\nHost: localhost\r\n"
                    + $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
            _request = Encoding.ASCII.GetBytes(text);
            _symbols = [.. PlacesOf(text, symbol)];
            _ids = [.. PlacesOf(text, AnyId)];
        }

        public ReadOnlyMemory<byte> Fill(string symbol)
        {
            var id = Interlocked.Add(ref _lastId, _ids.Count) - _ids.Count;
            foreach (var place in _symbols) Encoding.ASCII.GetBytes(symbol, _request.AsSpan(place));
            foreach (var place in _ids)
            {
                var value = id++;
                for (var i = place + AnyId.Length - 1; i >= place; i--, value /= 10) _request[i] = (byte)('0' + value % 10);
            }
            return _request;
        }

        private static IEnumerable<int> PlacesOf(string text, string part)
        {
            for (var i = text.IndexOf(part, StringComparison.Ordinal); i >= 0; i =
                text.IndexOf(part, i + 1, StringComparison.Ordinal))
                yield return i;
        }
    }
}
