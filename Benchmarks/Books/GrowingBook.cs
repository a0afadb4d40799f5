using System.Diagnostics;

namespace TradingOps.Benchmarks.Books;

/// <summary>A book of one size, its commands timed by the batch.</summary>
internal sealed class GrowingBook
{
    private const int Batch = 128;

    private readonly FilledBook _filled;
    private readonly ScatteredMemory _memory;
    private readonly long[] _ids;
    private readonly int[] _places;
    private readonly long[] _add, _young, _any, _known, _read;
    private int _round;

    public GrowingBook(int orders, int rounds)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        _filled = new FilledBook(orders);
        // The list of ids belongs to the measurement, not to the book.
        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before - (orders * (long)sizeof(long));
        BytesAnOrder = (double)bytes / orders;
        _memory = new ScatteredMemory(orders);
        _ids = new long[Math.Min(Batch, orders)];
        _places = new int[_ids.Length];
        (_add, _young, _any) = (new long[rounds], new long[rounds], new long[rounds]);
        (_known, _read) = (new long[rounds], new long[rounds]);
    }

    public int Orders => _filled.Orders;

    /// <summary>With everything that the book holds.</summary>
    public double BytesAnOrder { get; }

    /// <summary>Times some rounds more.</summary>
    public void Play(int rounds)
    {
        for (var end = _round + rounds; _round < end; _round++)
        {
            var start = Stopwatch.GetTimestamp();
            _filled.Add(_ids);
            var added = Stopwatch.GetTimestamp();
            _filled.Cancel(_ids);
            var canceled = Stopwatch.GetTimestamp();
            _add[_round] = added - start;
            _young[_round] = canceled - added;

            _any[_round] = Cancel(known: false);
            _known[_round] = Cancel(known: true);

            start = Stopwatch.GetTimestamp();
            _memory.Read(_ids.Length);
            _read[_round] = Stopwatch.GetTimestamp() - start;
        }
    }

    /// <summary>Ticks that canceling random orders took. Others are in their places after it.</summary>
    private long Cancel(bool known)
    {
        _filled.ChooseResting(_ids, _places);
        var start = Stopwatch.GetTimestamp();
        if (known) _filled.CancelKnown(_ids);
        else _filled.Cancel(_ids);
        var elapsed = Stopwatch.GetTimestamp() - start;
        _filled.Add(_ids);
        _filled.Settle(_ids, _places);
        return elapsed;
    }

    /// <summary>Medians over all rounds: what other processes take from a round now and then is not the book's.</summary>
    public GrowthCosts Costs() => new(
        Median(_add), Median(_young), Median(_any), Median(_known), Median(_read));

    private double Median(long[] ticks)
    {
        var sorted = ticks.Order().ToArray();
        return sorted[sorted.Length / 2] * 1e9 / Stopwatch.Frequency / _ids.Length;
    }
}
