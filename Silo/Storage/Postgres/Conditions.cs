using System.Globalization;

namespace TradingOps.Silo.Storage.Postgres;

/// <summary>The conditions of a query and their values.</summary>
internal sealed class Conditions
{
    private readonly List<string> _conditions = [];
    private readonly List<object> _values = [];

    /// <summary>The values, in the order of their numbers.</summary>
    public object[] Values => [.. _values];

    /// <summary>Adds a condition on a value, which is <c>{0}</c> in it; without a value there is none.</summary>
    public void Add(object? value, string condition)
    {
        if (value is null) return;
        _values.Add(value);
        _conditions.Add(string.Format(CultureInfo.InvariantCulture, condition, "$" + _values.Count));
    }

    /// <summary>Adds a condition as it is.</summary>
    public void Add(string condition) => _conditions.Add(condition);

    /// <summary>The clause, empty without conditions.</summary>
    public override string ToString() => _conditions.Count == 0 ? "" : "WHERE " + string.Join(" AND ", _conditions);
}
