using System.Security.Cryptography.X509Certificates;
using TradingOps.Hosting.Transport;

namespace TradingOps.Grains.Tests.Transport;

/// <summary>Each side of a connection checks the other's certificate before a byte passes.</summary>
public sealed class TransportTlsTests : IDisposable
{
    private readonly TestAuthority _authority = new();
    private readonly TestAuthority _foreign = new();

    public void Dispose()
    {
        _authority.Dispose();
        _foreign.Dispose();
    }

    [Theory]
    [InlineData(TransportRole.Front)]
    [InlineData(TransportRole.Silo)]
    public async Task Processes_of_one_authority_connect(TransportRole client)
    {
        var shown = await TlsConnection.ConnectAsync(Load(TransportRole.Silo), client, Load(client), TransportRole.Silo);
        Assert.Equal($"CN={client}.tradingops", shown?.Subject, ignoreCase: true);
    }

    [Fact]
    public async Task A_front_is_no_silo_to_silos() => Assert.Null(await TlsConnection.ConnectAsync(
        Load(TransportRole.Silo), TransportRole.Silo, Load(TransportRole.Front), TransportRole.Silo));

    [Fact]
    public async Task A_silo_of_another_cluster_is_refused_by_a_front() => Assert.Null(await TlsConnection.ConnectAsync(
        Load(TransportRole.Silo, cluster: "other"), TransportRole.Front, Load(TransportRole.Front), TransportRole.Silo));

    [Fact]
    public async Task A_silo_of_another_authority_is_refused_by_a_front()
    {
        // The silo trusts both, the front its own only.
        var both = _foreign.Write("both.pem", $"{_foreign.Pem}\n{_authority.Pem}\n");
        var silo = Load(TransportRole.Silo, _foreign, both);
        Assert.Null(await TlsConnection.ConnectAsync(silo, TransportRole.Front, Load(TransportRole.Front), TransportRole.Silo));
    }

    [Fact]
    public async Task A_client_without_a_certificate_reaches_nothing() =>
        Assert.False(await TlsConnection.ReachesAsync(Load(TransportRole.Silo), certificate: null));

    [Fact]
    public async Task A_client_of_another_authority_reaches_nothing() => Assert.False(
        await TlsConnection.ReachesAsync(Load(TransportRole.Silo), Read(_foreign.Issue("front.tradingops"))));

    [Fact]
    public async Task A_client_with_an_expired_certificate_reaches_nothing() => Assert.False(await TlsConnection.ReachesAsync(
        Load(TransportRole.Silo), Read(_authority.Issue("front.tradingops", "expired", TimeSpan.FromDays(-10)))));

    [Fact]
    public async Task The_same_client_with_a_certificate_of_the_authority_gets_through() => Assert.True(
        await TlsConnection.ReachesAsync(Load(TransportRole.Silo), Read(_authority.Issue("front.tradingops"))));

    [Fact]
    public async Task A_renewed_certificate_is_shown_at_the_next_connection()
    {
        var (silo, front) = (Load(TransportRole.Silo), Load(TransportRole.Front));
        var first = await TlsConnection.ConnectAsync(silo, TransportRole.Front, front, TransportRole.Silo);
        _authority.Issue("front.tradingops");
        var second = await TlsConnection.ConnectAsync(silo, TransportRole.Front, front, TransportRole.Silo);
        Assert.NotNull(first);
        Assert.NotNull(second);
        Assert.NotEqual(first.Thumbprint, second.Thumbprint);
    }

    [Fact]
    public async Task While_a_certificate_is_half_written_the_earlier_one_is_shown()
    {
        var (silo, front) = (Load(TransportRole.Silo), Load(TransportRole.Front));
        var first = await TlsConnection.ConnectAsync(silo, TransportRole.Front, front, TransportRole.Silo);
        _authority.Write("front.tradingops.pem", "-----BEGIN CERT");
        var second = await TlsConnection.ConnectAsync(silo, TransportRole.Front, front, TransportRole.Silo);
        Assert.NotNull(first);
        Assert.Equal(first.Thumbprint, second?.Thumbprint);
    }

    [Fact]
    public async Task An_authority_that_is_taken_away_is_trusted_no_more()
    {
        var both = _authority.Write("both.pem", $"{_foreign.Pem}\n{_authority.Pem}\n");
        var (silo, client) = (Load(TransportRole.Silo, _authority, both), _foreign.Issue("front.tradingops"));
        Assert.True(await TlsConnection.ReachesAsync(silo, Read(client)));
        _authority.Write("both.pem", _authority.Pem);
        Assert.False(await TlsConnection.ReachesAsync(silo, Read(client)));
    }

    private TransportCertificates Load(
        TransportRole role, TestAuthority? issuer = null, string? trusted = null, string cluster = "tradingops")
    {
        var (certificate, key) = (issuer ?? _authority).Issue($"{role}.{cluster}".ToLowerInvariant());
        var options = new TransportOptions
        {
            Certificate = certificate,
            Key = key,
            Authority = trusted ?? _authority.CertificateFile,
        };
        return TransportCertificates.Load(options, role, cluster)!;
    }

    private static X509Certificate2 Read((string Certificate, string Key) files) =>
        X509Certificate2.CreateFromPemFile(files.Certificate, files.Key);
}
