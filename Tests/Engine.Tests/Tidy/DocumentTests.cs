using System.Text.RegularExpressions;

namespace TradingOps.Engine.Tests.Tidy;

/// <summary>The documents agree with the tree and with each other.</summary>
public sealed partial class DocumentTests
{
    private static readonly DirectoryInfo Decisions = new(Path.Combine(Repository.Root.FullName, "docs/decisions"));

    [Fact]
    public void Decisions_are_numbered_without_gaps_and_listed_with_title_and_date()
    {
        var index = File.ReadAllText(Path.Combine(Decisions.FullName, "README.md"));
        var files = Decisions.GetFiles("0*.md").OrderBy(f => f.Name, StringComparer.Ordinal).ToArray();
        Assert.True(files.Length >= 30);
        for (var i = 0; i < files.Length; i++)
        {
            var lines = File.ReadAllLines(files[i].FullName);
            var title = Title().Match(lines[0]);
            Assert.True(title.Success, $"{files[i].Name} begins with {lines[0]}");
            Assert.Equal($"{i + 1:0000}", title.Groups["number"].Value);
            Assert.StartsWith($"{i + 1:0000}-", files[i].Name, StringComparison.Ordinal);
            var status = Status().Match(lines[2]);
            Assert.True(status.Success, $"{files[i].Name} has the status line {lines[2]}");
            Assert.Contains(
                $"| [{i + 1:0000}]({files[i].Name}) | {title.Groups["title"].Value} | {status.Groups["date"].Value} |",
                index, StringComparison.Ordinal);
            foreach (var heading in new[] { "## Context", "## Decision" }) Assert.Contains(heading, lines);
        }
    }

    [Fact]
    public void A_link_to_a_file_of_the_repository_leads_to_one() => Assert.Empty(
        from document in Documents()
        from Match link in Link().Matches(File.ReadAllText(document.FullName))
        let target = link.Groups["path"].Value
        where !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal)
        where !Path.Exists(Path.Combine(document.DirectoryName!, target))
        select $"{document.Name}: {target}");

    [Fact]
    public void A_decision_that_the_code_names_exists() => Assert.Empty(
        from file in Repository.Files(".cs")
        from Match name in DecisionName().Matches(File.ReadAllText(file.FullName))
        where Decisions.GetFiles($"{name.Groups["number"].Value}-*.md").Length != 1
        select $"{file.Name}: {name.Value}");

    [Fact]
    public void What_the_architecture_names_is_in_the_tree()
    {
        var files = Repository.Files(".cs").Select(f => Path.GetFileNameWithoutExtension(f.Name))
            .ToHashSet(StringComparer.Ordinal);
        var named = CodeName().Matches(File.ReadAllText(Path.Combine(Repository.Root.FullName, "docs/ARCHITECTURE.md")))
            .Select(m => m.Groups["name"].Value).Where(n => Repository.Root.GetDirectories(n).Length == 0).ToArray();
        Assert.True(named.Length > 40);
        Assert.All(named, name => Assert.True(IsInTree(name), name));

        bool IsInTree(string name) => name.Contains('/')
            ? Path.Exists(Path.Combine(Repository.Root.FullName, name.Contains('.') ? name.Split('.')[0] + ".cs" : name))
                || Path.Exists(Path.Combine(Repository.Root.FullName, name))
                || Path.Exists(Path.Combine(Repository.Root.FullName, name + ".cs"))
            : files.Contains(name.Split('.')[0]) || name is "XApi.cs";
    }

    /// <summary>Codes that are made of a part and a field's name are described in the text above the table.</summary>
    [Fact]
    public void Every_error_code_of_the_product_is_listed_and_no_other()
    {
        var listed = ListedCode().Matches(File.ReadAllText(Path.Combine(Repository.Root.FullName, "docs/errors.md")))
            .Select(m => m.Groups["code"].Value).ToArray();
        Assert.Equal(listed.Distinct(), listed);
        var source = string.Concat(
            from file in Repository.Files(".cs")
            let name = Path.GetRelativePath(Repository.Root.FullName, file.FullName)
            where !name.StartsWith("Tests", StringComparison.Ordinal) && !name.StartsWith("Benchmarks", StringComparison.Ordinal)
            where !name.EndsWith("Contract/Examples.cs", StringComparison.Ordinal)
            select File.ReadAllText(file.FullName));
        Assert.All(listed, code => Assert.True(IsMade(code), code));
        var used = UsedCode().Matches(source).Select(m => m.Groups["code"].Value).Distinct().ToArray();
        Assert.True(used.Length > 60);
        Assert.Empty(used.Except(listed).Except(["client_order_id", "last_event_id", "invalid_"]));

        // As a text, as a member of an enum, or as "invalid_" and a field.
        bool IsMade(string code) => source.Contains($"\"{code}\"", StringComparison.Ordinal)
            || source.Contains(code.Replace("_", ""), StringComparison.OrdinalIgnoreCase)
            || (code.StartsWith("invalid_", StringComparison.Ordinal)
                && source.Contains($"\"{code["invalid_".Length..]}\"", StringComparison.Ordinal));
    }

    /// <summary>Turns that a reader has to decode. The plain word stands beside each.</summary>
    [Theory]
    [InlineData("whoever", "the caller, the account, the person")]
    [InlineData("anew", "again, from zero")]
    [InlineData("is none of", "is not one of")]
    [InlineData("if it is none", "if it is invalid")]
    [InlineData("are none", "if no X is ...")]
    public void The_product_and_its_documents_use_no_banned_turn(string turn, string plain) => Assert.Empty(
        from file in Repository.Files(".cs").Concat(Documents())
        let name = Path.GetRelativePath(Repository.Root.FullName, file.FullName)
        where !name.StartsWith("Tests", StringComparison.Ordinal) && !name.StartsWith("Benchmarks", StringComparison.Ordinal)
        where !name.StartsWith("docs/measurements", StringComparison.Ordinal)
        from line in File.ReadLines(file.FullName).Select((text, i) => (Text: text, Number: i + 1))
        where Regex.IsMatch(line.Text, $@"\b{turn}\b", RegexOptions.IgnoreCase)
        select $"{name}:{line.Number} says '{turn}'; plain: {plain}");

    private static IEnumerable<FileInfo> Documents() => Repository.Files(".md");

    [GeneratedRegex(@"^# (?<number>\d{4}) (?<title>.+)$")]
    private static partial Regex Title();

    [GeneratedRegex(@"^Status: (accepted|superseded by \d{4}), (?<date>\d{4}-\d\d-\d\d)$")]
    private static partial Regex Status();

    [GeneratedRegex(@"\]\((?<path>[^)#\s]+)(#[^)]*)?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"docs/decisions/(?<number>\d{4})")]
    private static partial Regex DecisionName();

    [GeneratedRegex(@"^\| `(?<code>[a-z_]+)` \|", RegexOptions.Multiline)]
    private static partial Regex ListedCode();

    [GeneratedRegex(
        "(?:BadRequest|NotFound|Bad|Wrong|Invalid|NothingDone|Retryable|UnavailableException|Problem\\.Of|BodyOf|WriteAsync|new)"
        + "\\([^\"\\n]*\"(?<code>[a-z]+_[a-z_]+)\",")]
    private static partial Regex UsedCode();

    [GeneratedRegex(@"`(?<name>[A-Z][A-Za-z./]+)`")]
    private static partial Regex CodeName();
}
