using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace TradingOps.Silo.Storage.Postgres;

/// <summary>A numbered script of <c>deploy/postgres</c>; this program carries them all.</summary>
/// <param name="Version">1, 2, 3, ...: the schema's version once it was applied.</param>
/// <param name="Name">The script's file name.</param>
/// <param name="Text">Its SQL.</param>
internal sealed partial record Migration(int Version, string Name, string Text)
{
    private const string ResourcePrefix = "postgres/";

    /// <summary>All of them in order.</summary>
    public static IReadOnlyList<Migration> All { get; } = Load();

    /// <summary>SHA-256 of the text, in hexadecimal: a script that was applied never changes.</summary>
    public string Checksum { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    /// <summary>The tables that it makes.</summary>
    public IEnumerable<string> Tables => CreateTable().Matches(Text).Select(m => m.Groups["table"].Value.ToLowerInvariant());

    private static Migration[] Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return [.. assembly.GetManifestResourceNames().Where(n => n.StartsWith(ResourcePrefix, StringComparison.Ordinal))
            .Select(resource =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
                var name = resource[ResourcePrefix.Length..];
                return new Migration(int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), name, reader.ReadToEnd());
            })
            .OrderBy(m => m.Version)];
    }

    [GeneratedRegex(@"^CREATE TABLE (?<table>\w+)", RegexOptions.Multiline)]
    private static partial Regex CreateTable();
}
