using System.Text.RegularExpressions;

namespace TradingOps.Engine.Tests.Tidy;

/// <summary>The limits that keep the code readable.</summary>
public sealed partial class StyleTests
{
    private const int MaxLinesOfAFile = 400;
    private const int MaxLinesOfAMethod = 70;
    private const int MaxColumns = 130;

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
