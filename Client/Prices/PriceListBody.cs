using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Http.Metadata;
using nietras.SeparatedValues;
using TradingOps.Bodies;
using TradingOps.Client.Contract;
using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;

namespace TradingOps.Client.Prices;

/// <summary>
/// Official prices as a parameter of a handler: a JSON array, or comma-separated values (RFC 4180) whose header names the fields.
/// </summary>
internal sealed class PriceListBody : IEndpointParameterMetadataProvider
{
    private const string Csv = "text/csv";

    private const string Example = "symbol,day,kind,price,reason\r\nAAPL,2026-11-27,close,187.40,closing auction\r\n";

    private static readonly string[] Fields = ["symbol", "day", "kind", "price", "reason"];

    private readonly NewPriceBody[]? _prices;
    private readonly ProblemResult? _problem;

    private PriceListBody(NewPriceBody[]? prices, ProblemResult? problem) => (_prices, _problem) = (prices, problem);

    /// <summary>The prices, or the problem to answer.</summary>
    public bool TryGet([NotNullWhen(true)] out NewPriceBody[]? prices, [NotNullWhen(false)] out ProblemResult? problem)
    {
        (prices, problem) = (_prices, _problem);
        return problem is null;
    }

    /// <summary>Binds a handler's parameter.</summary>
    public static async ValueTask<PriceListBody?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var request = context.Request;
        if (request.HasJsonContentType())
        {
            var (list, wrong) = await RequestBody.ReadAsync(request, ApiJson.Default.NewPriceBodyArray);
            return new(list, wrong);
        }
        var type = request.GetTypedHeaders().ContentType?.MediaType;
        if (!string.Equals(type?.Value, Csv, StringComparison.OrdinalIgnoreCase))
            return new(null, Problem.Of(
                TradingError.UnsupportedMediaType,
                $"content type '{request.ContentType}' is neither application/json nor {Csv}"));
        var (prices, problem) = await RequestBody.ReadAsync(request, Csv, static (body, _) => Parse(body));
        return new(prices, problem);
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.DescribeBody(typeof(NewPriceBody[]), isOptional: false, (Csv, Example));

    private static (NewPriceBody[]? Prices, ProblemResult? Problem) Parse(ReadOnlySpan<byte> csv)
    {
        if (csv.StartsWith(Encoding.UTF8.Preamble)) csv = csv[Encoding.UTF8.Preamble.Length..];
        try
        {
            using var reader = Sep.New(',').Reader(o => o with { Unescape = true, DisableColCountCheck = true })
                .FromText(Encoding.UTF8.GetString(csv));
            string[] columns = [.. reader.Header.ColNames];
            if (Array.Find(columns, c => !Fields.Contains(c)) is { } unknown)
                return (null, Problem.Of(
                    TradingError.UnknownField, $"column '{Excerpt.Of(unknown)}' is not one of {string.Join(", ", Fields)}"));
            var prices = new List<NewPriceBody>();
            var places = Array.ConvertAll(Fields, field => Array.IndexOf(columns, field));
            foreach (var row in reader)
            {
                if (row.Span.IsEmpty) continue;
                var line = row.LineNumberFrom;
                // A quotation mark that is not closed takes in the lines behind it.
                if (row.LineNumberToExcl - line > 1) return Malformed($"line {line} has a quotation mark that is not closed");
                if (row.ColCount != columns.Length)
                    return Malformed($"line {line} has {row.ColCount} fields, and the header has {columns.Length}");
                var values = new string?[Fields.Length];
                for (var i = 0; i < values.Length; i++)
                    values[i] = places[i] >= 0 && row[places[i]].ToString() is { Length: > 0 } value ? value : null;
                var (price, wrong) = Read(values, line);
                if (price is null) return (null, wrong);
                prices.Add(price);
                if (prices.Count > PricesApi.MaxList) break;
            }
            return ([.. prices], null);
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException or FormatException)
        {
            return Malformed($"the body is not valid CSV: {Excerpt.Of(e.Message)}");
        }
    }

    private static (NewPriceBody[]? Prices, ProblemResult? Problem) Malformed(string detail) =>
        (null, Problem.Of(TradingError.MalformedCsv, detail));

    private static (NewPriceBody? Price, ProblemResult? Problem) Read(string?[] values, int line)
    {
        var (symbol, date, kind, number, reason) = (values[0], values[1], values[2], values[3], values[4]);
        DateOnly? day = null;
        decimal? price = null;
        if (date is not null)
        {
            if (!PricesApi.TryReadDay(date, out var read))
                return (null, Problem.Of(
                    TradingError.InvalidDay, $"line {line}: day '{Excerpt.Of(date)}' is not a date such as 2026-11-27"));
            day = read;
        }
        if (number is not null)
        {
            const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
            if (!decimal.TryParse(number, Plain, CultureInfo.InvariantCulture, out var read))
                return (null, Problem.Of(
                    TradingError.InvalidPrice, $"line {line}: price '{Excerpt.Of(number)}' is not a number such as 187.40"));
            price = read;
        }
        return (new() { Symbol = symbol, Day = day, Kind = kind, Price = price, Reason = reason }, null);
    }
}
