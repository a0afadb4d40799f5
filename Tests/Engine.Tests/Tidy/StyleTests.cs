using System.Text.RegularExpressions;

namespace TradingOps.Engine.Tests.Tidy;

/// <summary>The limits that keep the code readable.</summary>
public sealed partial class StyleTests
{
    private const int MaxLinesOfAFile = 400;
    private const int MaxLinesOfAMethod = 70;
    private const int MaxColumns = 130;
    private const int MaxWordsOfATestName = 12;

    [Fact]
    public void No_file_has_more_than_400_lines() => AssertNone(
        from file in Repository.Files(".cs")
        let lines = File.ReadLines(file.FullName).Count()
        where lines > MaxLinesOfAFile
        select $"{Name(file)} has {lines} lines");

    [Fact]
    public void No_line_has_more_than_130_columns() => AssertNone(
        from file in Repository.Files(".cs")
        from line in File.ReadLines(file.FullName).Select((text, i) => (Text: text, Number: i + 1))
        where line.Text.Length > MaxColumns && !line.Text.TrimStart().StartsWith("[InlineData", StringComparison.Ordinal)
        select $"{Name(file)}:{line.Number} has {line.Text.Length} columns");

    [Fact]
    public void No_method_has_more_than_70_lines() => AssertNone(
        from file in Repository.Files(".cs")
        from method in Methods(File.ReadAllLines(file.FullName))
        where method.Length > MaxLinesOfAMethod
        select $"{Name(file)}:{method.Start} is a method of {method.Length} lines");

    [Fact]
    public void No_test_name_has_more_than_12_words_or_a_banned_one() => AssertNone(
        from file in Repository.Files(".cs")
        where file.FullName.Contains($"{Path.DirectorySeparatorChar}Tests{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
        from name in TestName().Matches(File.ReadAllText(file.FullName)).Select(m => m.Groups["name"].Value)
        let words = name.Split('_')
        where words.Length > MaxWordsOfATestName || words.Any(word => BannedInTestNames().IsMatch(word))
        select $"{Name(file)} has the test {name}");

    [Fact]
    public void A_public_type_has_a_file_of_its_name() => AssertNone(
        from file in Repository.Files(".cs")
        from type in PublicType().Matches(File.ReadAllText(file.FullName)).Select(m => m.Groups["name"].Value)
        where file.Name != type + ".cs" && !file.Name.StartsWith(type + ".", StringComparison.Ordinal)
        select $"{Name(file)} has the public type {type}");

    [Fact]
    public void No_type_is_called_by_a_word_that_says_nothing() => AssertNone(
        from file in Repository.Files(".cs")
        from type in AnyType().Matches(File.ReadAllText(file.FullName)).Select(m => m.Groups["name"].Value)
        where EmptyWord().IsMatch(type)
        select $"{Name(file)} has the type {type}");

    /// <summary>Within a method a block is closed by its brace; blank lines stand between members.</summary>
    [Fact]
    public void No_blank_line_follows_a_block_within_a_method() => AssertNone(
        from file in Repository.Files(".cs")
        let lines = File.ReadAllLines(file.FullName)
        from i in Enumerable.Range(0, Math.Max(0, lines.Length - 2))
        where EndOfBlock().Match(lines[i]) is { Success: true } end && lines[i + 1].Length == 0
            && lines[i + 2].StartsWith(end.Groups["indent"].Value, StringComparison.Ordinal)
            && lines[i + 2].Length > end.Groups["indent"].Length && lines[i + 2][end.Groups["indent"].Length] != ' '
            && !BeginOfMember().IsMatch(lines[i + 2])
        select $"{Name(file)}:{i + 2} is a blank line within a method");

    /// <summary>The order book is one subject with shared state on the hot path: its files are chapters.</summary>
    [Fact]
    public void Only_the_order_book_lies_in_several_files() => AssertNone(
        from file in Repository.Files(".cs")
        where !Name(file).StartsWith("Tests", StringComparison.Ordinal)
        where Path.GetFileNameWithoutExtension(file.Name) is var name && name.Contains('.')
            && !name.StartsWith("OrderBook.", StringComparison.Ordinal)
        select $"{Name(file)} is a part of a class");

    [Fact]
    public void No_test_sleeps() => AssertNone(
        from file in Repository.Files(".cs")
        where Name(file).StartsWith("Tests", StringComparison.Ordinal) && file.Name != "StyleTests.cs"
        where File.ReadAllText(file.FullName).Contains("Thread.Sleep", StringComparison.Ordinal)
        select Name(file));

    [Fact]
    public void The_id_of_a_log_event_is_that_of_no_other() => AssertNone(
        from file in Repository.Files(".cs")
        from id in LogEvent().Matches(File.ReadAllText(file.FullName)).Select(m => m.Groups["id"].Value)
        group Name(file) by id into same
        where same.Count() > 1
        select $"{same.Key} in {string.Join(", ", same)}");

    private static IEnumerable<(int Start, int Length)> Methods(string[] lines)
    {
        // Members are indented by one level in a file-scoped namespace: a brace in that column opens or closes one.
        var start = -1;
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i] == "    {") start = i;
            else if (lines[i] == "    }" && start >= 0)
            {
                if (!lines[start - 1].Contains(" class ") && !lines[start - 1].Contains(" record ")
                    && !lines[start - 1].Contains(" struct "))
                    yield return (start, i - start + 1);
                start = -1;
            }
        }
    }

    private static string Name(FileInfo file) => Path.GetRelativePath(Repository.Root.FullName, file.FullName);

    private static void AssertNone(IEnumerable<string> findings) => Assert.Empty(findings);

    [GeneratedRegex(@"^(?<indent> {8,})\}$")]
    private static partial Regex EndOfBlock();

    [GeneratedRegex(
        @"^\s*(public|private|internal|protected|static|async|override|readonly|///|\[|#)"
        + @"|^\s*(Task|ValueTask|IEnumerable)\b.*\)")]
    private static partial Regex BeginOfMember();

    [GeneratedRegex(@"public (?:async )?(?:Task|void) (?<name>[A-Z]\w*)\(")]
    private static partial Regex TestName();

    [GeneratedRegex("^(told|tells?|whoever|nobody|somebody|anybody|anew|meanwhile|heard)$", RegexOptions.IgnoreCase)]
    private static partial Regex BannedInTestNames();

    [GeneratedRegex(@"\[LoggerMessage\(\s*(?<id>\d+)")]
    private static partial Regex LogEvent();

    [GeneratedRegex(
        @"^public (?:(?:abstract|sealed|static|partial|readonly|ref) )*"
            + @"(?:class|struct|interface|enum|record(?: struct| class)?) (?<name>\w+)",
        RegexOptions.Multiline)]
    private static partial Regex PublicType();

    [GeneratedRegex(@"^\s*(?:(?:public|internal|private|protected|abstract|sealed|static|partial|readonly|ref|file) )+"
        + @"(?:class|struct|interface|enum|record(?: struct| class)?) (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex AnyType();

    [GeneratedRegex("(Manager|Helper|Helpers|Util|Utils|Utilities|Base|Data|Info|Impl)$")]
    private static partial Regex EmptyWord();
}
