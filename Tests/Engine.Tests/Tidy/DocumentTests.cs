using System.Text.RegularExpressions;
using TradingOps.Engine.Errors;

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

    [Fact]
    public void The_table_of_errors_is_that_of_the_code()
    {
        var listed = File.ReadLines(Path.Combine(Repository.Root.FullName, "docs/errors.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal));
        var known = Enum.GetValues<TradingError>().Select(e =>
            $"| `{e.ToName()}` | {e.ToStatus()} | {(TradingErrors.IsRetryable(e.ToStatus()) ? "yes" : "no")} | {e.Explain()} |");
        Assert.Equal(known, listed);
    }

    /// <summary>Code that handles an error compares members of the type, which the compiler checks, and not its name.</summary>
    [Fact]
    public void The_product_names_errors_by_their_type() => Assert.Empty(
        from line in LinesOf(Repository.Files(".cs"))
        where ComparedCode().IsMatch(line.Text)
        select $"{line.File}:{line.Number} {line.Text.Trim()}");

    /// <summary>Turns that a reader has to decode. The plain word stands beside each.</summary>
    [Theory]
    [InlineData("whoever", "the caller, the account, the person")]
    [InlineData("anew", "again, from zero")]
    [InlineData("is none of", "is not one of")]
    [InlineData("if it is none", "if it is invalid")]
    [InlineData("are none", "if no X is ...")]
    public void The_product_and_its_documents_use_no_banned_turn(string turn, string plain) => Assert.Empty(
        from line in LinesOf(Repository.Files(".cs").Concat(Documents()))
        where !line.File.StartsWith("Benchmarks", StringComparison.Ordinal)
            && !line.File.StartsWith("docs/measurements", StringComparison.Ordinal)
        where Regex.IsMatch(line.Text, $@"\b{turn}\b", RegexOptions.IgnoreCase)
        select $"{line.File}:{line.Number} says '{turn}'; plain: {plain}");

    /// <summary>Code names the order, caller, account or process that acts.</summary>
    [Fact]
    public void The_product_names_who_acts() => Assert.Empty(
        from line in LinesOf(Repository.Files(".cs"))
        where !line.File.StartsWith("Benchmarks", StringComparison.Ordinal)
        where NamelessActor().IsMatch(line.Text)
        select $"{line.File}:{line.Number} {line.Text.Trim()}");

    /// <summary>The lines of some files, without those of tests.</summary>
    private static IEnumerable<(string File, int Number, string Text)> LinesOf(IEnumerable<FileInfo> files) =>
        from file in files
        let name = Path.GetRelativePath(Repository.Root.FullName, file.FullName)
        where !name.StartsWith("Tests", StringComparison.Ordinal)
        from line in File.ReadLines(file.FullName).Select((text, i) => (name, i + 1, text))
        select line;

    private static IEnumerable<FileInfo> Documents() => Repository.Files(".md");

    [GeneratedRegex(@"^# (?<number>\d{4}) (?<title>.+)$")]
    private static partial Regex Title();

    [GeneratedRegex(@"^Status: (accepted|superseded by \d{4}), (?<date>\d{4}-\d\d-\d\d)$")]
    private static partial Regex Status();

    [GeneratedRegex(@"\]\((?<path>[^)#\s]+)(#[^)]*)?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"docs/decisions/(?<number>\d{4})")]
    private static partial Regex DecisionName();

    [GeneratedRegex(@"\b(nobody|anybody|everybody|somebody|meanwhile|by itself|by themselves)\b", RegexOptions.IgnoreCase)]
    private static partial Regex NamelessActor();

    [GeneratedRegex("\\bCode(?:: | (?:==|!=|is) |\\.(?:StartsWith|Contains|Equals)\\()\"")]
    private static partial Regex ComparedCode();

    [GeneratedRegex(@"`(?<name>[A-Z][A-Za-z./]+)`")]
    private static partial Regex CodeName();
}
