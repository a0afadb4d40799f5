using System.Collections.Concurrent;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace TradingOps.Silo.Storage.Postgres;

/// <summary>
/// Rows to be inserted or changed, as an array a column for <c>unnest</c>. Every row gives its values in the same order.
/// </summary>
internal sealed class Rows
{
    private static readonly ConcurrentDictionary<string, string> Statements = new(StringComparer.Ordinal);

    private readonly List<Column> _columns = [];
    private int _next;

    /// <summary>Whether there is no row.</summary>
    public bool IsEmpty => _columns.Count == 0;

    /// <summary>The stored name of an enum's value: snake_case.</summary>
    public static string NameOf<T>(T value) where T : struct, Enum => EnumNames<T>.All[value];

    /// <summary>The value of a stored name.</summary>
    public static T ValueOf<T>(string name) where T : struct, Enum =>
        Enum.Parse<T>(name.Replace("_", "", StringComparison.Ordinal), true);

    /// <summary>Begins a row.</summary>
    public Rows Row()
    {
        _next = 0;
        return this;
    }

    /// <summary>A text; what PostgreSQL does not keep in one is left out.</summary>
    public Rows Text(string column, string? value) => Add(column, NpgsqlDbType.Text, WithoutNul(value));

    /// <summary>A text as PostgreSQL keeps it.</summary>
    public static string? WithoutNul(string? text) => text?.Replace("\0", "", StringComparison.Ordinal);

    public Rows Bigint(string column, long value) => Add(column, NpgsqlDbType.Bigint, value);

    public Rows Numeric(string column, decimal? value) => Add(column, NpgsqlDbType.Numeric, value);

    public Rows Boolean(string column, bool value) => Add(column, NpgsqlDbType.Boolean, value);

    public Rows Bytes(string column, ReadOnlyMemory<byte> value) => Add(column, NpgsqlDbType.Bytea, value);

    /// <summary>A time in UTC.</summary>
    public Rows Time(string column, DateTime? value) => Add(column, NpgsqlDbType.TimestampTz, value);

    /// <summary>The statement with <c>{columns}</c> and <c>{unnest}</c> put in, and its parameters.</summary>
    public NpgsqlBatchCommand ToCommand(string sql)
    {
        // The same object each time, so that what prepares statements finds it at once.
        var command = new NpgsqlBatchCommand(Statements.GetOrAdd(sql, s => s
            .Replace("{columns}", string.Join(", ", _columns.Select(c => c.Name)), StringComparison.Ordinal)
            .Replace("{unnest}", string.Join(", ", _columns.Select((_, i) => $"${i + 1}")), StringComparison.Ordinal)));
        foreach (var column in _columns) command.Parameters.Add(column.ToParameter());
        return command;
    }

    private Rows Add<T>(string name, NpgsqlDbType type, T value)
    {
        if (_next == _columns.Count) _columns.Add(new Column<T>(name, type));
        ((Column<T>)_columns[_next++]).Values.Add(value);
        return this;
    }

    private abstract class Column(string name)
    {
        public string Name { get; } = name;

        public abstract NpgsqlParameter ToParameter();
    }

    private sealed class Column<T>(string name, NpgsqlDbType type) : Column(name)
    {
        public List<T> Values { get; } = [];

        public override NpgsqlParameter ToParameter() =>
            new NpgsqlParameter<List<T>> { NpgsqlDbType = NpgsqlDbType.Array | type, TypedValue = Values };
    }

    private static class EnumNames<T> where T : struct, Enum
    {
        public static readonly Dictionary<T, string> All =
            Enum.GetValues<T>().ToDictionary(v => v, v => JsonNamingPolicy.SnakeCaseLower.ConvertName(v.ToString()));
    }
}
