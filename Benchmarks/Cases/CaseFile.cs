using System.Text.Json;

namespace TradingOps.Benchmarks.Cases;

/// <summary>`pnl FILE` and `risk FILE`: runs every case of a file and prints each difference.</summary>
internal static class CaseFile
{
    /// <summary>Decimals in which results are compared: the cases are rounded to so many.</summary>
    private const int Decimals = 12;

    /// <summary>Runs a file: 0 if all passed, 1 if not, 2 if there is nothing to run.</summary>
    public static int Run(string file, Func<JsonElement, IReadOnlyList<string>> run)
    {
        JsonElement[] cases;
        try
        {
            cases = [.. ReadAll(File.ReadAllBytes(file))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            Console.Error.WriteLine($"{file} cannot be read: {e.Message}");
            return 2;
        }
        int passed = 0, failed = 0;
        foreach (var item in cases)
        {
            var differences = Try(item, run);
            if (differences.Count == 0)
            {
                passed++;
                continue;
            }
            failed++;
            Console.WriteLine(NameOf(item));
            foreach (var difference in differences) Console.WriteLine("    " + difference);
        }
        Console.WriteLine($"{passed} passed, {failed} failed");
        return failed == 0 ? 0 : 1;
    }

    /// <summary>The cases of a file: an array, or the array <c>cases</c> of an object.</summary>
    public static IEnumerable<JsonElement> ReadAll(byte[] utf8)
    {
        using var document = JsonDocument.Parse(utf8);
        var root = document.RootElement;
        if (root.ValueKind == JsonValueKind.Object) root = root.GetProperty("cases");
        return [.. root.EnumerateArray().Select(item => item.Clone())];
    }

    /// <summary>What differs in a case; one that cannot be read differs too.</summary>
    public static IReadOnlyList<string> Try(JsonElement item, Func<JsonElement, IReadOnlyList<string>> run)
    {
        try
        {
            return run(item);
        }
        catch (Exception e) when (e is KeyNotFoundException or FormatException or InvalidOperationException or OverflowException)
        {
            return [$"the case cannot be read: {e.Message}"];
        }
    }

    /// <summary>The name of a case.</summary>
    public static string NameOf(JsonElement item) =>
        item.TryGetProperty("name", out var name) && name.GetString() is { } text ? text : "(no name)";

    /// <summary>A field's number, whether it is written as one or as a string; null if it is not there.</summary>
    public static decimal? Find(JsonElement item, string field) => !item.TryGetProperty(field, out var value) ? null
        : value.ValueKind == JsonValueKind.Null ? null
        : decimal.Parse(value.ToString(), System.Globalization.NumberStyles.Float);

    /// <summary>A field's number; <see cref="KeyNotFoundException"/> if it is not there.</summary>
    public static decimal Read(JsonElement item, string field) =>
        Find(item, field) ?? throw new KeyNotFoundException($"'{field}' is missing");

    /// <summary>A field's text; <see cref="KeyNotFoundException"/> if it is not there.</summary>
    public static string ReadText(JsonElement item, string field) => item.TryGetProperty(field, out var value)
        ? value.ToString()
        : throw new KeyNotFoundException($"'{field}' is missing");

    /// <summary>The difference between what came and what was expected, if there is one.</summary>
    public static IEnumerable<string> Compare(string what, decimal actual, decimal? expected)
    {
        if (expected is { } e && Math.Round(actual, Decimals) != Math.Round(e, Decimals))
            yield return $"{what} is {Math.Round(actual, Decimals)}, expected {e}";
    }
}
