using System.Text;

namespace TradingOps.EndToEnd.Tests.Traces;

/// <summary>Reads what OTLP sends over HTTP: as much of its protobuf as tests look at.</summary>
internal static class SpanReader
{
    /// <summary>All spans of a request to export traces.</summary>
    public static IEnumerable<Span> Read(byte[] request) =>
        from resource in All(request, 1)
        let service = ServiceOf(resource)
        from scope in All(resource, 2)
        from span in All(scope, 2)
        select new Span(service, Encoding.UTF8.GetString(One(span, 5)), Hex(One(span, 1)), Hex(One(span, 2)), Hex(One(span, 4)));

    private static string ServiceOf(byte[] resource) => (
        from attribute in All(One(resource, 1), 1)
        where Encoding.UTF8.GetString(One(attribute, 1)) == "service.name"
        select Encoding.UTF8.GetString(One(One(attribute, 2), 1))).Single();

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    /// <summary>The last value of a field; empty if it is not there.</summary>
    private static byte[] One(byte[] message, int field) => All(message, field).LastOrDefault() ?? [];

    private static List<byte[]> All(byte[] message, int field)
    {
        var values = new List<byte[]>();
        for (var at = 0; at < message.Length;)
        {
            var tag = ReadNumber(message, ref at);
            var length = (tag & 7) switch
            {
                0 => NumberLength(message, at),
                1 => sizeof(ulong),
                2 => (int)ReadNumber(message, ref at),
                5 => sizeof(uint),
                var type => throw new InvalidDataException($"wire type {type}"),
            };
            if (tag >> 3 == (ulong)field) values.Add(message[at..(at + length)]);
            at += length;
        }
        return values;
    }

    private static int NumberLength(byte[] message, int at)
    {
        var end = at;
        ReadNumber(message, ref end);
        return end - at;
    }

    private static ulong ReadNumber(byte[] message, ref int at)
    {
        ulong number = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = message[at++];
            number |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80) return number;
        }
    }
}
