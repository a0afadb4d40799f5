using System.Globalization;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Streams;

[Collection(SharedStack.Name)]
public sealed class BookStreamTests(SharedStack shared)
{
    private const string Symbol = "QQQ";
    private const int Depth = 25;

    private readonly TradingStack _stack = shared.Stack;

    /// <summary>By price, bids best first and asks best first, as the stream has led to it.</summary>
    private readonly SortedList<decimal, decimal> _bids = new(Comparer<decimal>.Create((a, b) => b.CompareTo(a)));

    private readonly SortedList<decimal, decimal> _asks = [];

    /// <summary>The book as text at every sequence that the stream named.</summary>
    private readonly Dictionary<long, string> _seen = [];

    [Fact]
    public async Task Snapshot_and_updates_are_the_book_at_every_step_under_random_load()
    {
        await using var stream = await EventStream.OpenAsync(_stack.Front, $"symbol={Symbol}&types=book");
        Apply(await stream.NextAsync("book"));
        var (random, open) = (new Random(7), new List<string>());
        for (var round = 0; round < 60; round++)
        {
            var books = await LoadAsync(random, open);
            var (last, rested) = await BookAsync();
            while (_seen.Keys.Max() < last) Apply(await stream.NextAsync("book"));
            Assert.Equal(rested, _seen[last]);
            foreach (var (sequence, book) in books)
            {
                // What was read in the middle of an update's stretch has no counterpart.
                if (_seen.TryGetValue(sequence, out var streamed)) Assert.Equal(book, streamed);
            }
        }
    }

    /// <summary>Ten orders and cancels, then one that everybody sees.</summary>
    /// <returns>The book as read after each of the ten.</returns>
    private async Task<List<(long Sequence, string Book)>> LoadAsync(Random random, List<string> open)
    {
        var books = new List<(long Sequence, string Book)>();
        for (var i = 0; i < 10; i++)
        {
            if (open.Count > 0 && random.Next(4) == 0)
            {
                await _stack.DeleteAsync("/orders/" + open[random.Next(open.Count)]);
            }
            else
            {
                var side = random.Next(2) == 0 ? "buy" : "sell";
                var price = 500m + (side == "buy" ? -1 : 1) * random.Next(-2, 40) * 0.01m;
                open.Add(await PlaceAsync($"b{random.Next(3)}", side, price, random.Next(1, 9)));
            }
            books.Add(await BookAsync());
        }
        // What is out of sight moves no book: this one trades or becomes one of the best bids.
        await PlaceAsync("b9", "buy", 500m, 1);
        return books;
    }

    private async Task<string> PlaceAsync(string account, string side, decimal price, int quantity)
    {
        var (status, order) = await _stack.PostAsync("/orders", JsonSerializer.Serialize(new
        {
            symbol = Symbol,
            account,
            side,
            type = "limit",
            limit_price = price,
            qty = quantity,
        }));
        Assert.True(status == 201, order.ToString());
        return order.GetProperty("id").GetString()!;
    }

    private async Task<(long Sequence, string Book)> BookAsync()
    {
        var (_, book) = await _stack.GetAsync($"/books/{Symbol}?depth={Depth}");
        return (book.GetProperty("sequence").GetInt64(), Text(Levels(book, "bids"), Levels(book, "asks")));
    }

    private void Apply(JsonElement e)
    {
        var sequence = e.GetProperty("sequence").GetInt64();
        if (e.GetProperty("kind").GetString() == "update") Assert.Equal(_seen.Keys.Max(), e.GetProperty("previous").GetInt64());
        foreach (var (levels, name) in new[] { (_bids, "bids"), (_asks, "asks") })
        {
            foreach (var (price, quantity) in Levels(e, name))
            {
                if (quantity == 0) Assert.True(levels.Remove(price));
                else levels[price] = quantity;
            }
            Assert.InRange(levels.Count, 0, Depth);
        }
        _seen[sequence] = Text(_bids, _asks);
        var top = _bids.Take(10).Concat(_asks.Take(10)).Select(l => $"{Text(l.Key)}:{Text(l.Value)}");
        Assert.Equal(Crc32.HashToUInt32(Encoding.ASCII.GetBytes(string.Join('|', top))), e.GetProperty("crc32").GetUInt32());
    }

    private static IEnumerable<KeyValuePair<decimal, decimal>> Levels(JsonElement e, string name) =>
        e.GetProperty(name).EnumerateArray().Select(l => KeyValuePair.Create(l[0].GetDecimal(), l[1].GetDecimal()));

    private static string Text(
        IEnumerable<KeyValuePair<decimal, decimal>> bids, IEnumerable<KeyValuePair<decimal, decimal>> asks) =>
        string.Join(' ', bids.Select(Text)) + " / " + string.Join(' ', asks.Select(Text));

    private static string Text(KeyValuePair<decimal, decimal> level) => $"{Text(level.Key)}:{Text(level.Value)}";

    // As a number in JavaScript is written: without needless zeros.
    private static string Text(decimal value) => value.ToString("0.##########", CultureInfo.InvariantCulture);
}
