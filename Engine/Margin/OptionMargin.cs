using TradingOps.Engine.Instruments;

namespace TradingOps.Engine.Margin;

/// <summary>
/// Margin of the options of one underlying. Short ones are covered where that saves most first: by stock, or by a long option of
/// the same right that expires no earlier; of a short call and a short put the larger counts. What the options of one expiry can
/// lose together, at whichever price, is enough where it is less, so that butterflies, condors and boxes need no names. Sources:
/// FINRA rule 4210 (f)(2), Cboe margin manual.
/// </summary>
internal sealed class OptionMargin
{
    private readonly OptionRules _rules;
    private readonly List<Leg> _sold = [];
    private readonly List<Leg> _bought = [];
    private readonly List<Pair> _pairs = [];
    private readonly List<Pair> _strangles = [];
    private MarginRequirement _sum;

    private OptionMargin(OptionRules rules) => _rules = rules;

    /// <summary>What options take; other lines are passed over, but for the stock that covers.</summary>
    /// <param name="lines">Everything of one underlying.</param>
    /// <param name="rules">What a contract takes.</param>
    public static MarginRequirement Of(ReadOnlySpan<MarginLine> lines, OptionRules rules)
    {
        var margin = new OptionMargin(rules);
        var shares = 0m;
        foreach (ref readonly var line in lines)
        {
            if (line.Instrument.AssetClass == AssetClass.Equity) shares += line.Quantity;
            if (line.Instrument.AssetClass != AssetClass.Options || line.Quantity == 0) continue;
            (line.Quantity < 0 ? margin._sold : margin._bought).Add(new(line));
        }
        if (margin._sold.Count == 0) return margin.Add();
        // What protects one leg of a strangle may save less than the strangle, or more if both are protected.
        var strangled = margin.Take(shares, stranglesFirst: true);
        return margin._bought.Count == 0 ? strangled : Smaller(strangled, margin.Take(shares, stranglesFirst: false));
    }

    private MarginRequirement Take(decimal shares, bool stranglesFirst)
    {
        foreach (var leg in _sold.Concat(_bought)) leg.Reset();
        _pairs.Clear();
        _strangles.Clear();
        var ways = ListWays(shares);
        if (stranglesFirst) ways.AddRange(ListStrangles());
        Cover(ways, Math.Abs(shares));
        if (!stranglesFirst) Cover([.. ListStrangles()], 0);
        return Add();
    }

    private MarginRequirement Add()
    {
        _sum = default;
        AddWide();
        AddByExpiry();
        AddUncovered();
        return _sum;
    }

    /// <summary>The ways to cover what is sold, by stock and by what is bought.</summary>
    private List<Way> ListWays(decimal shares)
    {
        var ways = new List<Way>();
        foreach (var sold in _sold)
        {
            var naked = _rules.Naked(sold.Line);
            if (Math.Sign(shares) == (sold.IsCall ? 1 : -1)) ways.Add(new(naked, sold, null));
            foreach (var bought in _bought)
                if (sold.IsCoveredBy(bought) && _rules.Pair(sold.Line, bought.Line).Initial is var taken
                    && taken < naked + _rules.Apart(sold.Line, bought.Line))
                    ways.Add(new(naked + bought.Line.Price - taken, sold, bought));
        }
        return ways;
    }

    /// <summary>Of a call and a put that are sold only one can end in the money: the other's premium is enough.</summary>
    private IEnumerable<Way> ListStrangles() =>
        from call in _sold.Where(leg => leg.IsCall)
        from put in _sold.Where(leg => !leg.IsCall && leg.Multiplier == call.Multiplier)
        select new Way(Math.Min(_rules.Risk(call.Line), _rules.Risk(put.Line)), call, put);

    private void Cover(List<Way> ways, decimal shares)
    {
        foreach (var (_, sold, other) in ways.OrderByDescending(way => way.Saved))
        {
            var contracts = Math.Min(sold.Left, other?.Left ?? decimal.Floor(shares / sold.Multiplier));
            if (contracts == 0) continue;
            sold.Left -= contracts;
            if (other is null)
            {
                shares -= contracts * sold.Multiplier;
                continue;
            }
            other.Left -= contracts;
            (other.Line.Quantity < 0 ? _strangles : _pairs).Add(new(sold, other, contracts));
        }
    }

    /// <summary>
    /// Where a long option is too far from a short one to cover it, the two take what the short one takes alone, unless the long
    /// one is worth more.
    /// </summary>
    private void AddWide()
    {
        foreach (var sold in _sold)
        {
            var left = sold.Left;
            foreach (var bought in _bought.Where(sold.IsCoveredBy))
            {
                var contracts = Math.Min(left, bought.Left);
                left -= contracts;
                bought.Left -= contracts;
                _sum += new MarginRequirement(_rules.Apart(sold.Line, bought.Line) * contracts * sold.Multiplier, 0);
            }
        }
    }

    /// <summary>Adds pairs and what is bought on its own, or what they can lose together, of each expiry.</summary>
    private void AddByExpiry()
    {
        foreach (var pair in _pairs.Where(p => p.Sold.Expiry != p.Bought.Expiry)) _sum += Of(pair);
        foreach (var expiry in _bought.Select(leg => leg.Expiry).Distinct())
        {
            var pairs = _pairs.Where(p => p.Sold.Expiry == expiry && p.Bought.Expiry == expiry).ToArray();
            var single = _bought.Where(leg => leg.Expiry == expiry && leg.Left > 0).ToArray();
            var apart = new MarginRequirement(single.Sum(leg => leg.Line.Price * leg.Left * leg.Multiplier), 0);
            foreach (var pair in pairs) apart += Of(pair);
            _sum += pairs.Length == 0 ? apart : Smaller(apart, Together(pairs, single));
        }
    }

    private MarginRequirement Of(in Pair pair)
    {
        var (initial, maintenance) = _rules.Pair(pair.Sold.Line, pair.Bought.Line);
        var units = pair.Contracts * pair.Sold.Multiplier;
        return new(initial * units, maintenance * units);
    }

    /// <summary>The most that they can lose, whatever the price at their expiry, and what was paid for them.</summary>
    private static MarginRequirement Together(Pair[] pairs, Leg[] single)
    {
        var legs = new List<(MarginLine Line, decimal Units)>();
        foreach (var (sold, bought, contracts) in pairs)
        {
            legs.Add((sold.Line, -contracts * sold.Multiplier));
            legs.Add((bought.Line, contracts * bought.Multiplier));
        }
        foreach (var leg in single) legs.Add((leg.Line, leg.Left * leg.Multiplier));
        // Above the highest strike and below the lowest the loss does not grow: each that is sold has one that is bought.
        var loss = Math.Max(Lost(0), legs.Max(leg => Lost(leg.Line.Instrument.Strike!.Value)));
        var paid = legs.Sum(leg => leg.Line.Price * leg.Units);
        var initial = Math.Max(0, Math.Max(0, loss) + paid);
        return new(initial, Math.Max(0, initial - Math.Max(0, paid)));

        decimal Lost(decimal price) => -legs.Sum(leg => Intrinsic(leg.Line.Instrument, price) * leg.Units);
    }

    private void AddUncovered()
    {
        foreach (var (call, put, contracts) in _strangles)
        {
            var taken = call.Line.Price + put.Line.Price + Math.Max(_rules.Risk(call.Line), _rules.Risk(put.Line));
            Add(taken * contracts * call.Multiplier, contracts);
        }
        foreach (var sold in _sold.Where(leg => leg.Left > 0))
            Add(_rules.Naked(sold.Line) * sold.Left * sold.Multiplier, sold.IsCall ? sold.Left : 0);

        void Add(decimal taken, decimal calls) => _sum += new MarginRequirement(taken, taken, calls);
    }

    private static MarginRequirement Smaller(in MarginRequirement a, in MarginRequirement b) =>
        new(
            Math.Min(a.Initial, b.Initial), Math.Min(a.Maintenance, b.Maintenance),
            Math.Min(a.UncoveredCalls, b.UncoveredCalls));

    private static decimal Intrinsic(Instrument option, decimal price) => Math.Max(
        0, option.Right == OptionRight.Call ? price - option.Strike!.Value : option.Strike!.Value - price);

    private sealed class Leg(MarginLine line)
    {
        public MarginLine Line { get; } = line;

        /// <summary>Contracts that nothing covers yet, or that cover nothing yet.</summary>
        public decimal Left { get; set; } = Math.Abs(line.Quantity);

        public void Reset() => Left = Math.Abs(Line.Quantity);

        public decimal Multiplier => Line.Instrument.Multiplier;

        public DateOnly? Expiry => Line.Instrument.Expiry;

        public bool IsCall => Line.Instrument.Right == OptionRight.Call;

        /// <summary>Whether this one, sold, is covered by one that is bought.</summary>
        public bool IsCoveredBy(Leg bought) => bought.Line.Instrument.Right == Line.Instrument.Right
            && bought.Multiplier == Multiplier && bought.Expiry >= Expiry;
    }

    /// <summary>Two that are margined together.</summary>
    private readonly record struct Pair(Leg Sold, Leg Bought, decimal Contracts);

    /// <summary>What a contract saves, a share, that is covered by another, or by stock.</summary>
    private readonly record struct Way(decimal Saved, Leg Sold, Leg? Other);
}
