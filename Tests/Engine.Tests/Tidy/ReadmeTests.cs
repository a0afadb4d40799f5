namespace TradingOps.Engine.Tests.Tidy;

/// <summary>The README and what is there.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public void Every_project_is_in_its_tree()
    {
        var tree = File.ReadAllText(Path.Combine(Repository.Root.FullName, "README.md")).Split("## The tree")[1].Split("```")[1];
        Assert.All(Repository.Files(".csproj"), project =>
            Assert.Contains(Path.GetFileNameWithoutExtension(project.Name), tree, StringComparison.Ordinal));
    }
}
