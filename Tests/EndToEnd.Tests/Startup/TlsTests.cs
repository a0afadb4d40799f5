using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TradingOps.EndToEnd.Tests.Access;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Startup;

/// <summary>TLS by Kestrel's own settings.</summary>
public sealed class TlsTests : IDisposable
{
    private const string Password = "of-a-test";
    private const string Settings = "--Kestrel:Endpoints:Https:";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tradingops-tls-");
    private readonly X509Certificate2 _certificate;
    private readonly string _file;

    public TlsTests()
    {
        _file = Path.Combine(_folder.FullName, "front.pfx");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        var request = new CertificateRequest("CN=tradingops-test", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(names.Build());
        _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllBytes(_file, _certificate.Export(X509ContentType.Pfx, Password));
    }

    public void Dispose()
    {
        _certificate.Dispose();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_order_goes_over_https_with_the_certificate_that_is_configured(bool isPem)
    {
        await using var stack = await TradingStack.StartAsync();
        var url = $"https://127.0.0.1:{Ports.Free(1)[0]}";
        string[] certificate = isPem ? WritePem() : ["Path", _file, "Password", Password];
        await using var front = Start(url, ["--Orleans:Gateways", stack.Gateways], certificate);
        using var handler = new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = (_, shown, _, _) => shown!.Thumbprint == _certificate.Thumbprint,
        };
        using var http = new HttpClient(handler) { BaseAddress = new(url) };
        await front.UntilHealthyAsync(http, "/health");

        var order = await GuardedStack.SendAsync(
            http, "POST", "/orders", null, """{"symbol":"AAPL","type":"limit","limit_price":10,"qty":1}""");
        Assert.Equal(201, order.Status);
        var stored = await stack.GetAsync($"/orders/{order.Body.GetProperty("id").GetString()}");
        Assert.Equal((200, order.Body.GetRawText()), (stored.Status, stored.Body.GetRawText()));
        using var plain = new HttpClient { BaseAddress = new(url.Replace("https:", "http:")) };
        await Assert.ThrowsAsync<HttpRequestException>(() => plain.GetAsync("/health/live"));
        using var distrustful = new HttpClient { BaseAddress = new(url) };
        await Assert.ThrowsAsync<HttpRequestException>(() => distrustful.GetAsync("/health/live"));
    }

    [Theory]
    [InlineData("Client", "missing.pfx", Password, "missing.pfx")]
    [InlineData("Silo", "missing.pfx", Password, "missing.pfx")]
    [InlineData("Client", "front.pfx", "wrong", "front.pfx")]
    [InlineData("Client", "text.pfx", Password, "text.pfx")]
    [InlineData("Client", null, null, "ertificate")]
    public async Task A_certificate_that_cannot_be_used_is_named(string process, string? file, string? password, string expected)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "text.pfx"), "no certificate");
        string[] certificate = file is null ? [] : ["Path", Path.Combine(_folder.FullName, file), "Password", password!];
        await using var started = Start(
            $"https://127.0.0.1:{Ports.Free(1)[0]}", ["--Storage:Path", Path.Combine(_folder.FullName, "data")], certificate,
                process);
        Assert.Equal(1, await started.ExitCodeAsync());
        var line = Assert.Single(started.Errors.Split('\n'));
        var name = process == "Client" ? "front" : "silo";
        Assert.StartsWith($"{name}: Kestrel:Endpoints:Https:Certificate", line, StringComparison.Ordinal);
        Assert.Contains(expected, line, StringComparison.Ordinal);
        Assert.DoesNotContain(password ?? Password, line, StringComparison.Ordinal);
    }

    private static TradingProcess Start(string url, string[] settings, string[] certificate, string process = "Client") =>
        TradingProcess.Start(process, ["--Urls", "", $"{Settings}Url", url, .. settings,
            .. certificate.Chunk(2).SelectMany(pair => new[] { $"{Settings}Certificate:{pair[0]}", pair[1] })]);

    private string[] WritePem()
    {
        var (certificate, key) = (Path.Combine(_folder.FullName, "front.crt"), Path.Combine(_folder.FullName, "front.key"));
        File.WriteAllText(certificate, _certificate.ExportCertificatePem());
        File.WriteAllText(key, _certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        return ["Path", certificate, "KeyPath", key];
    }
}
