using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TradingOps.Tests.Shared;

/// <summary>An authority that issues certificates for silos and fronts, as PEM files in a temporary folder.</summary>
internal sealed class TestAuthority : IDisposable
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(1);
    private static readonly OidCollection Purposes = [new("1.3.6.1.5.5.7.3.1"), new("1.3.6.1.5.5.7.3.2")];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tradingops-authority-");
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _certificate;

    public TestAuthority()
    {
        var request = new CertificateRequest("CN=test authority", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var now = DateTimeOffset.UtcNow;
        _certificate = request.CreateSelfSigned(now - 100 * Life, now + 100 * Life);
        CertificateFile = Write("authority.pem", Pem);
    }

    /// <summary>The file of the authority's own certificate.</summary>
    public string CertificateFile { get; }

    /// <summary>The authority's own certificate as text.</summary>
    public string Pem => _certificate.ExportCertificatePem();

    /// <summary>Issues a certificate and returns the settings of the process that gets it.</summary>
    /// <param name="name">The DNS name in it, such as <c>front.tradingops</c>.</param>
    /// <param name="authorityFile">The authorities that the process trusts; this one if it is not given.</param>
    public string[] SettingsOf(string name, string? authorityFile = null)
    {
        var (certificate, key) = Issue(name);
        return
        [
            "--Orleans:Tls:Certificate", certificate, "--Orleans:Tls:Key", key, "--Orleans:Tls:Authority",
            authorityFile ?? CertificateFile,
        ];
    }

    /// <summary>Issues a certificate and writes it and its key, over earlier ones of the same file name.</summary>
    /// <param name="name">The DNS name in it.</param>
    /// <param name="file">What the names of the files begin with; <paramref name="name"/> if it is not given.</param>
    /// <param name="validFrom">From how long after now on it is valid.</param>
    public (string Certificate, string Key) Issue(string name, string? file = null, TimeSpan? validFrom = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={file ?? name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(Purposes, false));
        // Authorities of one name are distinguished by their keys.
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_certificate, true, false));
        var from = DateTimeOffset.UtcNow + (validFrom ?? -Life);
        using var certificate = request.Create(_certificate, from, from + 2 * Life, RandomNumberGenerator.GetBytes(16));
        return (Write($"{file ?? name}.pem", certificate.ExportCertificatePem()),
            Write($"{file ?? name}.key", key.ExportPkcs8PrivateKeyPem()));
    }

    /// <summary>Writes a file into the folder and returns its path.</summary>
    public string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
        _folder.Delete(recursive: true);
    }
}
