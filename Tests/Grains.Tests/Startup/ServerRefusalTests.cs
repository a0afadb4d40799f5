using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TradingOps.Hosting.Limits;

namespace TradingOps.Grains.Tests.Startup;

/// <summary>What the server refuses before there is a request is a problem with a code, as everything else is.</summary>
public sealed class ServerRefusalTests : IAsyncLifetime, IDisposable
{
    private readonly TestAuthority _authority = new();
    private WebApplication _app = null!;

    public async Task InitializeAsync()
    {
        var (certificate, key) = _authority.Issue("localhost");
        var builder = WebApplication.CreateBuilder(
        [
            "--Kestrel:Endpoints:Plain:Url", "http://127.0.0.1:0", "--Kestrel:Endpoints:Secret:Url", "https://127.0.0.1:0",
            "--Kestrel:Endpoints:Secret:Certificate:Path", certificate, "--Kestrel:Endpoints:Secret:Certificate:KeyPath", key,
            "--Limits:HeadersWithin", "00:00:01",
        ]);
        builder.AddLimits();
        _app = builder.Build();
        _app.MapGet("/", () => TypedResults.Text("fine"));
        _app.MapGet("/refused", (HttpContext context) =>
        {
            context.Response.Headers.XContentTypeOptions = "nosniff";
            context.Response.Headers.Connection = "close";
            return TypedResults.StatusCode(409);
        });
        await _app.StartAsync();
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    public void Dispose() => _authority.Dispose();

    [Theory]
    [InlineData("nonsense\r\n\r\n", 400, "malformed_request")]
    [InlineData("GET / HTTP/1.1\r\n\r\n", 400, "malformed_request")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\nbad header\r\n\r\n", 400, "malformed_request")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n", 400, "malformed_request")]
    [InlineData("GET /LONG HTTP/1.1\r\nHost: localhost\r\n\r\n", 414, "uri_too_long")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\nX: LONG\r\n\r\n", 431, "headers_too_large")]
    [InlineData("GET / HTTP/9.9\r\nHost: localhost\r\n\r\n", 505, "malformed_request")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\n", 408, "request_timeout")]
    public async Task What_the_server_refuses_is_answered_with_a_problem(string request, int status, string code)
    {
        foreach (var isSecret in new[] { false, true })
        {
            var (head, body) = await SendAsync(request.Replace("LONG", new string('a', 20_000)), isSecret);
            Assert.StartsWith($"HTTP/1.1 {status} ", head, StringComparison.Ordinal);
            Assert.Contains("application/problem+json", head, StringComparison.Ordinal);
            Assert.Contains($"Content-Length: {body.Length}\r\n", head, StringComparison.Ordinal);
            using var problem = JsonDocument.Parse(body);
            Assert.Equal(code, problem.RootElement.GetProperty("code").GetString());
            Assert.Equal(status, problem.RootElement.GetProperty("status").GetInt32());
            Assert.NotEmpty(problem.RootElement.GetProperty("detail").GetString()!);
        }
    }

    [Theory]
    [InlineData("/", "HTTP/1.1 200", "fine")]
    [InlineData("/refused", "HTTP/1.1 409", "")]
    public async Task What_an_endpoint_answers_passes_as_it_is(string path, string first, string expected)
    {
        foreach (var isSecret in new[] { false, true })
        {
            var (head, body) = await SendAsync(
                $"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", isSecret);
            Assert.StartsWith(first, head, StringComparison.Ordinal);
            Assert.Equal(expected, body);
        }
    }

    private async Task<(string Head, string Body)> SendAsync(string request, bool isSecret)
    {
        var addresses = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        var port = new Uri(addresses.Single(a => a.StartsWith(isSecret ? "https" : "http:", StringComparison.Ordinal))).Port;
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        await using Stream stream = isSecret
            ? new SslStream(client.GetStream(), false, (_, shown, _, _) => shown?.Issuer == "CN=test authority")
            : client.GetStream();
        if (stream is SslStream tls) await tls.AuthenticateAsClientAsync("localhost");
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer);
        }
        catch (IOException) when (answer.Length > 0)
        {
            // The server closed a connection on which it had not read everything.
        }
        var parts = Encoding.Latin1.GetString(answer.ToArray()).Split("\r\n\r\n", 2);
        return (parts[0] + "\r\n", parts[1]);
    }
}
