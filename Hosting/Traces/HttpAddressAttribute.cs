using System.ComponentModel.DataAnnotations;

namespace TradingOps.Hosting.Traces;

/// <summary>An absolute address that begins with http or https, or none.</summary>
internal sealed class HttpAddressAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => value is null
        || (Uri.TryCreate(value as string, UriKind.Absolute, out var address) && address.Scheme is "http" or "https");

    public override string FormatErrorMessage(string name) => "it must be an address such as http://127.0.0.1:4318";
}
