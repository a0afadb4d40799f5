using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace TradingOps.Hosting;

/// <summary>Checks a section and its sub-sections; each failure names the key, the value and what is allowed.</summary>
internal sealed class SectionValidator<T>(IConfiguration configuration, string section) : IValidateOptions<T> where T : class
{
    private const string NotShown = "(not shown)";

    public ValidateOptionsResult Validate(string? name, T options)
    {
        var failures = Check(section, options).ToArray();
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private IEnumerable<string> Check(string path, object options)
    {
        var properties = options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite)
            .ToArray();
        // A secret under a wrong name is one all the same.
        var hasSecrets = properties.Any(IsSecret);
        foreach (var key in configuration.GetSection(path).GetChildren())
            if (!properties.Any(p => p.Name.Equals(key.Key, StringComparison.OrdinalIgnoreCase)))
                yield return $"{key.Path} is '{(hasSecrets ? NotShown : key.Value)}': "
                    + $"there is no such key, only {Names(properties)}";
        foreach (var property in properties)
        {
            var value = property.GetValue(options);
            var said = IsSecret(property) ? NotShown
                : value is string[] list ? string.Join(", ", list)
                : value is Array parts ? $"a list of {parts.Length}" : value;
            foreach (var rule in property.GetCustomAttributes<ValidationAttribute>())
                if (!rule.IsValid(value))
                    yield return $"{path}:{property.Name} is '{said}': {Allowed(rule, property.Name)}";
            foreach (var (place, part) in Parts($"{path}:{property.Name}", value))
                foreach (var failure in Check(place, part))
                    yield return failure;
        }
    }

    /// <summary>What has properties of its own: a sub-section, or the elements of a list of them.</summary>
    private static IEnumerable<(string Path, object Part)> Parts(string path, object? value) => value switch
    {
        null or string => [],
        Array list => list.Cast<object>().Select((part, i) => ($"{path}:{i}", part)).Where(p => IsSection(p.part)),
        _ => IsSection(value) ? [(path, value)] : [],
    };

    private static bool IsSecret(PropertyInfo property) =>
        property.GetCustomAttribute<DataTypeAttribute>()?.DataType == DataType.Password;

    private static bool IsSection(object value) => value.GetType().IsClass && value is not string;

    private static string Names(PropertyInfo[] properties) => string.Join(", ", properties.Select(p => p.Name));

    private static string Allowed(ValidationAttribute rule, string name) => rule switch
    {
        RangeAttribute range => $"it must be between {range.Minimum} and {range.Maximum}",
        AllowedValuesAttribute allowed => $"it must be one of {string.Join(", ", allowed.Values)}",
        RequiredAttribute => "it must not be empty",
        _ => rule.FormatErrorMessage(name),
    };
}
