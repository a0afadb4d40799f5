using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Connections.Security;

namespace TradingOps.Hosting.Transport;

/// <summary>Mutual TLS on the connections of Orleans: each side shows its certificate and checks that of the other.</summary>
public static class TransportTls
{
    /// <summary>Takes connections of processes of one role only.</summary>
    public static void UseTlsFrom(this IConnectionBuilder connection, TransportRole peer, TransportCertificates certificates)
    {
        var logger = LoggerOf(connection);
        var options = OptionsFor(peer, certificates, logger);
        options.OnAuthenticateAsServer = (_, tls) =>
        {
            var current = certificates.Read(logger);
            var server = (SslServerAuthenticationOptions)tls.SslServerAuthenticationOptions;
            server.ServerCertificateSelectionCallback = null;
            server.ServerCertificateContext = current.Context;
            server.CertificateChainPolicy = current.MakePolicy();
        };
        connection.UseServerTls(options);
    }

    /// <summary>Connects to processes of one role only.</summary>
    public static void UseTlsTo(this IConnectionBuilder connection, TransportRole peer, TransportCertificates certificates)
    {
        var logger = LoggerOf(connection);
        var options = OptionsFor(peer, certificates, logger);
        options.OnAuthenticateAsClient = (_, tls) =>
        {
            var current = certificates.Read(logger);
            var client = (SslClientAuthenticationOptions)tls.SslClientAuthenticationOptions;
            client.ClientCertificates = null;
            client.ClientCertificateContext = current.Context;
            client.CertificateChainPolicy = current.MakePolicy();
        };
        connection.UseClientTls(options);
    }

    private static TlsOptions OptionsFor(TransportRole peer, TransportCertificates certificates, ILogger logger)
    {
        var name = certificates.NameOf(peer);
        return new()
        {
            LocalCertificate = certificates.Read(logger).Certificate,
            RemoteCertificateMode = RemoteCertificateMode.RequireCertificate,
            ClientCertificateMode = RemoteCertificateMode.RequireCertificate,
            RemoteCertificateValidation = (shown, chain, errors) => IsPeer(shown, chain, errors, name, logger),
        };
    }

    private static bool IsPeer(X509Certificate2 shown, X509Chain? chain, SslPolicyErrors errors, string name, ILogger logger)
    {
        // The mismatch is that of a host name. Addresses of silos change, so a certificate names its role and cluster instead.
        var isTrusted = (errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) == SslPolicyErrors.None;
        if (isTrusted && CertificateSet.HasName(shown, name)) return true;
        Log.PeerRefused(logger, shown.Subject, isTrusted ? $"it does not hold the DNS name {name}"
            : $"the authority does not vouch for it ({CertificateSet.Explain(chain)})");
        return false;
    }

    private static ILogger LoggerOf(IConnectionBuilder connection) =>
        connection.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(TransportTls).FullName!);
}
