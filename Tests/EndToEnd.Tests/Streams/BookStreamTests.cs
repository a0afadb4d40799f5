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
        var (done, compared, asked) = (false, 0, new List<(long Sequence, string Book)>());
        var reads = ReadBooksAsync();
        var last = LoadToTheEndAsync();
        var next = stream.NextAsync("book");
        while (!last.IsCompleted || _seen.Keys.Max() < (await last).Sequence)
        {
            // A load that fails moves no book any more.
            if (!last.IsCompleted && await Task.WhenAny(next, last) == last) continue;
            Apply(await next);
            next = stream.NextAsync("book");
        }
        await reads;

        // What was read in the middle of an update's stretch has no counterpart.
        foreach (var (sequence, book) in asked.Append(await last))
        {
            if (!_seen.TryGetValue(sequence, out var streamed)) continue;
            Assert.Equal(book, streamed);
            compared++;
        }
        Assert.True(compared >= 10, $"only {compared} of {asked.Count} books could be compared");
        Assert.True(_seen.Count > 50, $"only {_seen.Count} updates came");

        async Task<(long Sequence, string Book)> LoadToTheEndAsync()
        {
            await LoadAsync();
            done = true;
            return await BookAsync();
        }

        async Task ReadBooksAsync()
        {
            while (!done) asked.Add(await BookAsync());
        }
    }

    private async Task LoadAsync()
    {
        var random = new Random(7);
        var open = new List<string>();
        for (var i = 0; i < 600; i++)
        {
            if (open.Count > 0 && random.Next(4) == 0)
            {
                await _stack.DeleteAsync("/orders/" + open[random.Next(open.Count)]);
                continue;
            }
            var side = random.Next(2) == 0 ? "buy" : "sell";
            var price = 500m + (side == "buy" ? -1 : 1) * random.Next(-2, 40) * 0.01m;
            var (status, order) = await _stack.PostAsync("/orders", JsonSerializer.Serialize(new
            {
                symbol = Symbol,
                account = $"b{random.Next(3)}",
                side,
                type = "limit",
                limit_price = price,
                qty = random.Next(1, 9),
            }));
            Assert.True(status == 201, order.ToString());
            open.Add(order.GetProperty("id").GetString()!);
        }
        // What is out of sight moves no book: the last one is one that everybody sees.
        var (last, _) = await _stack.PostAsync("/orders", $$"""{"symbol":"{{Symbol}}","account":"b9","qty":1}""");
        Assert.Equal(201, last);
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
