using System.Text.Json;
using NpgsqlTypes;

namespace TradingOps.Silo.Storage.Postgres;

/// <summary>Columns of rows to be inserted or changed, as arrays for <c>unnest</c>.</summary>
internal sealed class Rows
{
    private readonly List<(string Name, NpgsqlDbType Type, List<object?> Values)> _columns = [];

    /// <summary>Whether there is no row.</summary>
    public bool IsEmpty => _columns.Count == 0 || _columns[0].Values.Count == 0;

    /// <summary>The stored name of an enum's value: snake_case.</summary>
    public static string NameOf<T>(T value) where T : struct, Enum =>
        JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>The value of a stored name.</summary>
    public static T ValueOf<T>(string name) where T : struct, Enum =>
        Enum.Parse<T>(name.Replace("_", "", StringComparison.Ordinal), true);

    /// <summary>Adds one row; every row has the same columns in the same order.</summary>
    public void Add(params ReadOnlySpan<(string Name, NpgsqlDbType Type, object? Value)> row)
    {
        for (var i = 0; i < row.Length; i++)
        {
            if (_columns.Count == i) _columns.Add((row[i].Name, row[i].Type, []));
            _columns[i].Values.Add(row[i].Value);
        }
    }

    /// <summary>The statement with <c>{columns}</c> and <c>{unnest}</c> put in, and its parameters.</summary>
    public Npgsql.NpgsqlBatchCommand ToCommand(string sql)
    {
        var unnest = string.Join(", ", _columns.Select((c, i) => $"${i + 1}"));
        var command = new Npgsql.NpgsqlBatchCommand(sql
            .Replace("{columns}", string.Join(", ", _columns.Select(c => c.Name)), StringComparison.Ordinal)
            .Replace("{unnest}", unnest, StringComparison.Ordinal));
        foreach (var (_, type, values) in _columns)
            command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Array | type, Value = ToArray(type, values) });
        return command;
    }

    private static Array ToArray(NpgsqlDbType type, List<object?> values) => type switch
    {
        NpgsqlDbType.Text => values.Select(v => (string?)v).ToArray(),
        NpgsqlDbType.Bigint => values.Select(v => (long)v!).ToArray(),
        NpgsqlDbType.Numeric => values.Select(v => (decimal?)v).ToArray(),
        NpgsqlDbType.Boolean => values.Select(v => (bool)v!).ToArray(),
        NpgsqlDbType.TimestampTz => values.Select(v => (DateTime?)v).ToArray(),
        NpgsqlDbType.Bytea => values.Select(v => (byte[])v!).ToArray(),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "a column type that no table has"),
    };
}
