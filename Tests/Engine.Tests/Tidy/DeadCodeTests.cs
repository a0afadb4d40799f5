using System.Text.RegularExpressions;

namespace TradingOps.Engine.Tests.Tidy;

/// <summary>What the Engine offers is used by the product, not by tests and benchmarks alone.</summary>
public sealed partial class DeadCodeTests
{
    private static readonly string[] Product = ["Engine", "Grains", "Grains.Interfaces", "Silo", "Client", "Hosting"];

    [Fact]
    public void The_product_uses_every_public_member_of_the_Engine()
    {
        var files = (from file in Repository.Files(".cs")
                     let path = Path.GetRelativePath(Repository.Root.FullName, file.FullName)
                     where Product.Contains(path.Split('/')[0])
                     select (Path: path, Text: Comment().Replace(File.ReadAllText(file.FullName), ""))).ToArray();
        var uses = files.SelectMany(f => Word().Matches(f.Text)).Select(m => m.Value).CountBy(w => w)
            .ToDictionary(StringComparer.Ordinal);
        var members = (from file in files
                       where file.Path.StartsWith("Engine/", StringComparison.Ordinal)
                       from Match member in Member().Matches(file.Text)
                       select (file.Path, Name: member.Groups["name"].Value)).ToArray();
        Assert.True(members.Length > 600);
        Assert.Empty(members.Where(m => uses[m.Name] == 1).Select(m => $"{m.Path}: {m.Name}"));
    }

    [GeneratedRegex(@"//.*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\b[A-Za-z_]\w*\b")]
    private static partial Regex Word();

    /// <summary>A class of extension methods is named by nobody, and an override by its base.</summary>
    [GeneratedRegex(
        @"^\s*public (?!override|static partial class|static class)(?:\w+ )*?(?:[\w<>?\[\],.() ]+? )?"
        + @"(?<name>[A-Z]\w*)\s*(?:\(|\{|=>|=|;|$)",
        RegexOptions.Multiline)]
    private static partial Regex Member();
}
