using System.Globalization;

namespace TradingOps.Benchmarks.Http;

/// <summary>What is measured, from the command line.</summary>
internal sealed record HttpBenchOptions
{
    public int Connections { get; private init; } = 64;

    /// <summary>How long each load runs.</summary>
    public TimeSpan Time { get; private init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long each load runs before it is measured: until what it uses is compiled.</summary>
    public TimeSpan WarmUp { get; private init; } = TimeSpan.FromSeconds(20);

    /// <summary>Numbers of symbols to be measured with.</summary>
    public int[] Symbols { get; private init; } = [1];

    /// <summary>Orders a request, where two settings are compared; 1 for requests to <c>/orders</c>.</summary>
    public int Batch { get; private init; } = 1;

    /// <summary>Settings of the silo.</summary>
    public string[] Settings { get; private init; } = [];

    /// <summary>Minutes at half rate, with the memory of silo and front; 0 for none.</summary>
    public double Soak { get; private init; }

    /// <summary>
    /// What is compared with: a setting of silo and front, such as <c>Metrics:Enabled=false</c>, a clone of another version that
    /// is built, or <c>ws</c>; null for nothing.
    /// </summary>
    public string? Compare { get; private init; }

    /// <summary>Whether another version is compared with.</summary>
    public bool ComparesVersion => Directory.Exists(Compare);

    /// <summary>Whether HTTP is compared with <c>/ws</c> (<c>--compare ws</c>).</summary>
    public bool ComparesSocket => Compare is "ws";

    /// <summary>How often each of the two is measured.</summary>
    public int Pairs { get; private init; } = 40;

    /// <summary>
    /// Reads <c>--name value</c> pairs; settings, which have a colon, go to the silo. Null if a name or a value cannot be read.
    /// </summary>
    public static HttpBenchOptions? Read(string[] options)
    {
        var read = new HttpBenchOptions();
        for (var i = 0; i < options.Length; i += 2)
        {
            if (i + 1 == options.Length) return null;
            var value = options[i + 1];
            var isNumber = double.TryParse(value, CultureInfo.InvariantCulture, out var number) && number > 0;
            switch (options[i])
            {
                case "--connections" when isNumber: read = read with { Connections = (int)number }; break;
                case "--seconds" when isNumber: read = read with { Time = TimeSpan.FromSeconds(number) }; break;
                case "--pairs" when isNumber: read = read with { Pairs = (int)number }; break;
                case "--compare": read = read with { Compare = value }; break;
                case "--warm-up" when isNumber: read = read with { WarmUp = TimeSpan.FromSeconds(number) }; break;
                case "--soak" when isNumber: read = read with { Soak = number }; break;
                case "--symbols":
                    var counts = value.Split(',').Select(n => int.TryParse(n, out var count) ? count : 0).ToArray();
                    if (counts.Any(n => n is < 1 or > 10_000)) return null;
                    read = read with { Symbols = counts };
                    break;
                case "--provider": read = read with { Settings = [.. read.Settings, $"--Storage:Provider={value}"] }; break;
                case "--batch" when isNumber: read = read with { Batch = (int)number }; break;
                case var name when !name.Contains(':', StringComparison.Ordinal): return null;
                default: read = read with { Settings = [.. read.Settings, $"{options[i]}={value}"] }; break;
            }
        }
        return read;
    }
}
