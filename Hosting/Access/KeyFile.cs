using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace TradingOps.Hosting.Access;

/// <summary>
/// A file of keys (<c>Auth:KeysFile</c>), JSON with the section <c>Auth:Keys</c> as the configuration has it. Its changes take
/// effect within a second.
/// </summary>
/// <param name="path">Where it is.</param>
internal sealed class KeyFile(string path)
{
    private byte[]? _last;

    /// <summary>
    /// The keys, if the file has changed since the last call; else null. <see cref="KeyFileException"/> if it
    /// cannot be read, is malformed, breaks a rule, or has no keys; the next call does not look at the same content again.
    /// </summary>
    public AccessKey[]? ReadChanged()
    {
        var content = Read();
        if (_last is not null && content.AsSpan().SequenceEqual(_last)) return null;
        _last = content;
        var keys = Parse(content);
        return keys.Length > 0 ? keys : throw new KeyFileException(path, "it has no keys");
    }

    private byte[] Read()
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException(path, e.Message);
        }
    }

    private AccessKey[] Parse(byte[] content)
    {
        try
        {
            using var json = new MemoryStream(content);
            return new ConfigurationBuilder().AddJsonStream(json).Build()
                .GetValidated<AccessOptions>(AccessOptions.Section).Keys;
        }
        catch (OptionsValidationException e)
        {
            throw new KeyFileException(path, string.Join("; ", e.Failures));
        }
        catch (Exception e) when (e is not KeyFileException)
        {
            // The parser and the binder have no exception type of their own.
            throw new KeyFileException(path, $"it cannot be read: {(e.InnerException ?? e).Message}");
        }
    }
}
