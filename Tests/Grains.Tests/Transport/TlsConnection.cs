using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Connections.Security;
using TradingOps.Hosting.Transport;

namespace TradingOps.Grains.Tests.Transport;

/// <summary>One connection over a socket of this machine: its server sends back the first byte that reaches it.</summary>
internal static class TlsConnection
{
    private static readonly byte[] Greeting = [42];

    /// <summary>
    /// Connects as a process does. Returns the certificate that the server saw, or null if no byte came back to the client.
    /// </summary>
    public static async Task<X509Certificate2?> ConnectAsync(
        TransportCertificates server, TransportRole takes, TransportCertificates client, TransportRole wants)
    {
        using var pair = await SocketPair.OpenAsync();
        X509Certificate2? shown = null;
        var serving = ServeAsync(pair.Accepted, server, takes, certificate => shown = certificate);
        var isAnswered = false;
        await RunAsync(pair.Connected, c => c.UseTlsTo(wants, client), async connection =>
        {
            await connection.Transport.Output.WriteAsync(Greeting);
            isAnswered = (await connection.Transport.Input.ReadAsync()).Buffer.Length == Greeting.Length;
        });
        await serving;
        return isAnswered ? shown : null;
    }

    /// <summary>Connects as a client that takes every server. Returns whether its byte reached the server.</summary>
    /// <param name="server">The server's certificates; it takes fronts.</param>
    /// <param name="certificate">What the client shows, if anything.</param>
    public static async Task<bool> ReachesAsync(TransportCertificates server, X509Certificate2? certificate)
    {
        using var pair = await SocketPair.OpenAsync();
        var isReached = false;
        var serving = ServeAsync(pair.Accepted, server, TransportRole.Front, _ => isReached = true);
        await using (var stream = new SslStream(new NetworkStream(pair.Connected), false, (_, shown, _, _) => shown is not null))
        {
            try
            {
                await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
                {
                    TargetHost = "silo",
                    ClientCertificateContext =
                        certificate is null ? null : SslStreamCertificateContext.Create(certificate, null, true),
                });
                await stream.WriteAsync(Greeting);
                await stream.CopyToAsync(Stream.Null);
            }
            catch (IOException)
            {
                // The server closed the connection.
            }
        }
        await serving;
        return isReached;
    }

    private static Task ServeAsync(
        Socket socket, TransportCertificates server, TransportRole takes, Action<X509Certificate2?> reached) =>
        RunAsync(socket, c => c.UseTlsFrom(takes, server), async connection =>
        {
            if ((await connection.Transport.Input.ReadAsync()).Buffer.Length != Greeting.Length) return;
            reached(connection.Features.Get<ITlsConnectionFeature>()!.RemoteCertificate);
            await connection.Transport.Output.WriteAsync(Greeting);
        });

    private static async Task RunAsync(Socket socket, Action<IConnectionBuilder> protect, Func<ConnectionContext, Task> use)
    {
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        var builder = new ConnectionBuilder(services);
        protect(builder);
        builder.Run(use);
        using var factory = new SocketConnectionContextFactory(new(), services.GetRequiredService<ILogger<SocketPair>>());
        await using var connection = factory.Create(socket);
        try
        {
            await builder.Build()(connection);
        }
        catch (IOException)
        {
            // The other side closed the connection.
        }
    }

    private sealed class SocketPair(Socket accepted, Socket connected) : IDisposable
    {
        public Socket Accepted { get; } = accepted;

        public Socket Connected { get; } = connected;

        public static async Task<SocketPair> OpenAsync()
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var connected = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await connected.ConnectAsync(listener.LocalEndpoint);
            return new(await listener.AcceptSocketAsync(), connected);
        }

        public void Dispose()
        {
            Accepted.Dispose();
            Connected.Dispose();
        }
    }
}
