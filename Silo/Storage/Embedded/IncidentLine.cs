using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Incidents;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>
/// A line of <c>incidents.jsonl</c>: the step as JSON, which begins with the line's format, its number (1, 2, 3, ...) and the
/// sum of all lines up to it. Format 2 does not name itself; format 1 has no number and no sum either.
/// </summary>
/// <param name="Entry">The step.</param>
/// <param name="Sum">XXH64 of the sum before it and of the line without format, number and sum.</param>
/// <param name="IsNumbered">Whether the line has a number and a sum.</param>
internal readonly record struct IncidentLine(IncidentEntry Entry, ulong Sum, bool IsNumbered)
{
    private const int Newest = 3;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>The bytes of a line, with its line feed, and its sum.</summary>
    public static (byte[] Bytes, ulong Sum) Write(long number, ulong before, IncidentEntry entry)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(entry, Json);
        var sum = SumOf(before, json);
        return ([.. Encoding.ASCII.GetBytes(Head(Newest, number, sum)), .. json.AsSpan(1), (byte)'\n'], sum);
    }

    /// <summary>
    /// Reads a line. <see cref="InvalidDataException"/> with what is wrong with it; <see cref="UnknownVersionException"/> if
    /// its format is newer.
    /// </summary>
    public static IncidentLine Read(long number, ulong before, ReadOnlySpan<byte> line)
    {
        var format = FormatOf(line);
        if (format > Newest) throw new UnknownVersionException("a step of an incident", format, Newest);
        byte[] json = [.. line];
        if (format > 1)
        {
            var length = Head(format, number, 0).Length;
            if (line.Length < length) throw new InvalidDataException("a line that is no step of an incident");
            json = [(byte)'{', .. line[length..]];
            if (!line[..length].SequenceEqual(Encoding.ASCII.GetBytes(Head(format, number, SumOf(before, json)))))
                throw new InvalidDataException("a step that is not what was stored, or not in its place");
        }
        try
        {
            if (JsonSerializer.Deserialize<IncidentEntry>(json, Json) is { Step: not null } entry)
                return new(entry, SumOf(before, json), format > 1);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("a line that is no step of an incident", e);
        }
        throw new InvalidDataException("a line that is no step of an incident");
    }

    private static int FormatOf(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith("{\"number\":"u8)) return 2;
        var label = "{\"format\":"u8;
        if (!line.StartsWith(label)) return 1;
        return Utf8Parser.TryParse(line[label.Length..], out int format, out _) && format > 2 ? format : 1;
    }

    private static string Head(int format, long number, ulong sum) => string.Create(CultureInfo.InvariantCulture,
        $"{{{(format > 2 ? $"\"format\":{format}," : "")}\"number\":{number},\"sum\":\"{sum:x16}\",");

    private static ulong SumOf(ulong before, ReadOnlySpan<byte> json)
    {
        Span<byte> start = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(start, before);
        var hash = new XxHash64();
        hash.Append(start);
        hash.Append(json);
        return hash.GetCurrentHashAsUInt64();
    }
}
