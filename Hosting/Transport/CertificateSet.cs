using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TradingOps.Hosting.Transport;

/// <summary>The certificate, key and authority of a process as the files held them when they were read.</summary>
internal sealed class CertificateSet
{
    private const string ServerPurpose = "1.3.6.1.5.5.7.3.1";
    private const string ClientPurpose = "1.3.6.1.5.5.7.3.2";

    private readonly string[] _texts;
    private readonly X509Certificate2Collection _authorities;

    private CertificateSet(string[] texts, X509Certificate2 certificate, X509Certificate2Collection chain,
        X509Certificate2Collection authorities)
    {
        _texts = texts;
        _authorities = authorities;
        Certificate = certificate;
        Context = SslStreamCertificateContext.Create(certificate, chain, offline: true);
    }

    /// <summary>The certificate with its key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The certificate as it is shown to the other side, with those between it and the authority.</summary>
    public SslStreamCertificateContext Context { get; }

    /// <summary>
    /// Reads the files; returns <paramref name="held"/> if they still hold that. <see cref="CertificateException"/> if a file is
    /// missing, unreadable or no PEM, if the key is not the certificate's, or if other processes would refuse the certificate.
    /// </summary>
    public static CertificateSet Read(TransportOptions options, TransportRole role, string name, CertificateSet? held = null)
    {
        string[] texts =
        [
            ReadFile(nameof(options.Certificate), options.Certificate), ReadFile(nameof(options.Key), options.Key),
            ReadFile(nameof(options.Authority), options.Authority),
        ];
        if (held?._texts.SequenceEqual(texts) == true) return held;
        var chain = Parse(nameof(options.Certificate), options.Certificate, texts[0]);
        var authorities = Parse(nameof(options.Authority), options.Authority, texts[2]);
        var set = new CertificateSet(texts, AddKey(options, texts), chain, authorities);
        if (set.FindFault(options, role, name, chain) is { } fault)
            throw Unusable(nameof(options.Certificate), options.Certificate, fault);
        return set;
    }

    /// <summary>Trusts the authority and nothing else.</summary>
    public X509ChainPolicy MakePolicy()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(_authorities);
        return policy;
    }

    /// <summary>Whether a certificate holds a DNS name.</summary>
    public static bool HasName(X509Certificate2 certificate, string name) =>
        NamesOf(certificate).Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Why a chain is not valid, in the words of <see cref="X509ChainStatusFlags"/>.</summary>
    public static string Explain(X509Chain? chain) =>
        string.Join(", ", chain?.ChainStatus.Select(s => s.Status).Distinct() ?? []);

    private static IEnumerable<string> NamesOf(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(e => e.EnumerateDnsNames());

    private static string ReadFile(string key, string? path)
    {
        if (string.IsNullOrEmpty(path))
            throw Unusable(key, path, "it must name a PEM file, as Certificate, Key and Authority are set together");
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(key, path, e.Message);
        }
    }

    private static X509Certificate2Collection Parse(string key, string? path, string text)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(text);
        }
        catch (CryptographicException e)
        {
            throw Unusable(key, path, e.Message);
        }
        return certificates.Count > 0 ? certificates
            : throw Unusable(key, path, "the file must hold a certificate as PEM (BEGIN CERTIFICATE)");
    }

    private static X509Certificate2 AddKey(TransportOptions options, string[] texts)
    {
        try
        {
            return X509Certificate2.CreateFromPem(texts[0], texts[1]);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw Unusable(nameof(options.Key), options.Key,
                $"it must be the private key of '{options.Certificate}' as PEM, without a password ({e.Message})");
        }
    }

    private string? FindFault(TransportOptions options, TransportRole role, string name, X509Certificate2Collection between)
    {
        var now = DateTimeOffset.UtcNow;
        if (Certificate.NotAfter < now) return $"it expired at {Certificate.NotAfter.ToUniversalTime():u}";
        if (Certificate.NotBefore > now) return $"it is not valid before {Certificate.NotBefore.ToUniversalTime():u}";
        if (!HasName(Certificate, name))
            return $"it must hold the DNS name {name}; it holds {string.Join(", ", NamesOf(Certificate).DefaultIfEmpty("none"))}";
        using var chain = new X509Chain { ChainPolicy = MakePolicy() };
        chain.ChainPolicy.ExtraStore.AddRange(between);
        chain.ChainPolicy.ApplicationPolicy.Add(new(ClientPurpose));
        if (role == TransportRole.Silo) chain.ChainPolicy.ApplicationPolicy.Add(new(ServerPurpose));
        return chain.Build(Certificate) ? null
            : $"{TransportOptions.Section}:{nameof(options.Authority)} '{options.Authority}' does not vouch for it "
                + $"({Explain(chain)})";
    }

    private static CertificateException Unusable(string key, string? path, string reason) =>
        new($"{TransportOptions.Section}:{key} is '{path}'", reason);
}
