using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using TradingOps.Hosting;

namespace TradingOps.Grains.Tests.Startup;

/// <summary>The question whether a port is taken asks for the very address that will be listened on.</summary>
public sealed class PortTakenTests : IDisposable
{
    private readonly TcpListener _other = new(IPAddress.Loopback, 0);

    public PortTakenTests() => _other.Start();

    public void Dispose() => _other.Dispose();

    [Theory]
    [InlineData("http://127.0.0.1:P")]
    [InlineData("http://localhost:P")]
    [InlineData("http://*:P")]
    [InlineData("https://+:P")]
    [InlineData("http://127.0.0.2:P;http://0.0.0.0:P")]
    public void A_port_that_another_listens_on_is_named(string urls)
    {
        var error = Assert.Throws<PortTakenException>(() => Ask(new() { ["Urls"] = Fill(urls) }));
        Assert.Equal(Fill("Urls is 'P': another process listens on this port"), error.Message);
    }

    [Theory]
    [InlineData("http://127.0.0.2:P")]
    [InlineData("http://[::1]:P")]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("http://192.0.2.1:P")]
    [InlineData("http://unix:/run/tradingops.sock")]
    [InlineData("what is this")]
    [InlineData("")]
    public void What_is_free_or_for_another_to_judge_passes(string urls) => Ask(new() { ["Urls"] = Fill(urls) });

    [Fact]
    public void Endpoints_take_the_place_of_urls()
    {
        var settings = new Dictionary<string, string?>
        {
            ["Urls"] = Fill("http://127.0.0.1:P"),
            ["Kestrel:Endpoints:Own:Url"] = "http://127.0.0.1:0",
        };
        Ask(settings);
        settings["Kestrel:Endpoints:Own:Url"] = Fill("http://127.0.0.1:P");
        Assert.StartsWith("Kestrel:Endpoints:Own:Url is", Assert.Throws<PortTakenException>(() => Ask(settings)).Message);
    }

    private string Fill(string urls) => urls.Replace("P", $"{((IPEndPoint)_other.LocalEndpoint).Port}", StringComparison.Ordinal);

    private static void Ask(Dictionary<string, string?> settings) =>
        PortTakenException.ThrowIfTaken(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
}
