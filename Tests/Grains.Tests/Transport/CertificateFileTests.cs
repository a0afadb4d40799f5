using TradingOps.Hosting;
using TradingOps.Hosting.Transport;

namespace TradingOps.Grains.Tests.Transport;

/// <summary>Files that cannot be used are named when a process starts.</summary>
public sealed class CertificateFileTests : IDisposable
{
    private const string Name = "silo.tradingops";

    private readonly TestAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    [Fact]
    public void Without_files_there_are_no_certificates() =>
        Assert.Null(TransportCertificates.Load(new(), TransportRole.Silo, "tradingops"));

    [Fact]
    public void Files_that_go_together_are_taken() => Assert.NotNull(Load(_authority.Issue(Name), _authority.CertificateFile));

    [Fact]
    public void One_file_without_the_others_is_refused()
    {
        var (certificate, _) = _authority.Issue(Name);
        AssertRefused(
            new() { Certificate = certificate },
            "Orleans:Tls:Key is '': it must name a PEM file, as Certificate, Key and Authority are set together");
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var (certificate, key) = _authority.Issue(Name);
        var gone = certificate + ".gone";
        AssertRefused((gone, key), $"Orleans:Tls:Certificate is '{gone}': Could not find file");
        AssertRefused((certificate, gone), $"Orleans:Tls:Key is '{gone}': Could not find file");
        AssertRefused((certificate, key), $"Orleans:Tls:Authority is '{gone}': Could not find file", gone);
    }

    [Fact]
    public void A_file_without_a_certificate_is_named()
    {
        var (certificate, key) = _authority.Issue(Name);
        AssertRefused((key, key), $"Orleans:Tls:Certificate is '{key}': the file must hold a certificate as PEM");
        AssertRefused((certificate, key), $"Orleans:Tls:Authority is '{key}': the file must hold a certificate as PEM", key);
    }

    [Fact]
    public void A_key_of_another_certificate_is_named()
    {
        var (certificate, _) = _authority.Issue(Name);
        var (_, other) = _authority.Issue(Name, "other");
        AssertRefused(
            (certificate, other), $"Orleans:Tls:Key is '{other}': it must be the private key of '{certificate}' as PEM");
    }

    [Fact]
    public void A_certificate_outside_its_time_is_named()
    {
        var expired = _authority.Issue(Name, "expired", TimeSpan.FromDays(-10));
        AssertRefused(expired, $"Orleans:Tls:Certificate is '{expired.Certificate}': it expired at ");
        var early = _authority.Issue(Name, "early", TimeSpan.FromDays(10));
        AssertRefused(early, $"Orleans:Tls:Certificate is '{early.Certificate}': it is not valid before ");
    }

    [Theory]
    [InlineData("front.tradingops")]
    [InlineData("silo.other")]
    [InlineData("tradingops")]
    public void A_certificate_of_another_role_or_cluster_is_named(string name)
    {
        var issued = _authority.Issue(name);
        AssertRefused(issued,
            $"Orleans:Tls:Certificate is '{issued.Certificate}': it must hold the DNS name silo.tradingops; it holds {name}");
    }

    [Fact]
    public void A_certificate_of_another_authority_is_named()
    {
        using var other = new TestAuthority();
        var issued = other.Issue(Name);
        AssertRefused(issued, $"Orleans:Tls:Certificate is '{issued.Certificate}': "
            + $"Orleans:Tls:Authority '{_authority.CertificateFile}' does not vouch for it");
    }

    private void AssertRefused((string Certificate, string Key) files, string expected, string? authority = null) =>
        AssertRefused(OptionsOf(files, authority ?? _authority.CertificateFile), expected);

    private static void AssertRefused(TransportOptions options, string expected)
    {
        var error = Assert.Throws<CertificateException>(() =>
            TransportCertificates.Load(options, TransportRole.Silo, "tradingops"));
        Assert.StartsWith(expected, error.Message, StringComparison.Ordinal);
    }

    private static TransportCertificates? Load((string Certificate, string Key) files, string authority) =>
        TransportCertificates.Load(OptionsOf(files, authority), TransportRole.Silo, "tradingops");

    private static TransportOptions OptionsOf((string Certificate, string Key) files, string authority) =>
        new() { Certificate = files.Certificate, Key = files.Key, Authority = authority };
}
