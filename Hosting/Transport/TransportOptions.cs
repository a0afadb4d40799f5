namespace TradingOps.Hosting.Transport;

/// <summary>
/// The certificate of a process for its connections with silos (<c>Orleans:Tls</c>): three PEM files, or none for a process that
/// has connections with this machine only.
/// </summary>
public sealed record TransportOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Orleans:Tls";

    /// <summary>File of this process's certificate, followed by those between it and the authority, if there are any.</summary>
    public string? Certificate { get; init; }

    /// <summary>File of the certificate's private key, without a password.</summary>
    public string? Key { get; init; }

    /// <summary>File of the authority that issued the certificates of all silos and fronts, or of several authorities.</summary>
    public string? Authority { get; init; }

    /// <summary>Whether any of the files is named.</summary>
    public bool IsConfigured =>
        !string.IsNullOrEmpty(Certificate) || !string.IsNullOrEmpty(Key) || !string.IsNullOrEmpty(Authority);
}
