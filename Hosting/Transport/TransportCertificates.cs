using Microsoft.Extensions.Logging;

namespace TradingOps.Hosting.Transport;

/// <summary>
/// The certificates by which a process proves to silos that it is of their cluster, and checks that they are. A renewed file
/// counts from the next connection on.
/// </summary>
public sealed class TransportCertificates
{
    private readonly TransportOptions _options;
    private readonly TransportRole _role;
    private readonly string _clusterId;
    private readonly Lock _gate = new();
    private CertificateSet _last;

    private TransportCertificates(TransportOptions options, TransportRole role, string clusterId)
    {
        (_options, _role, _clusterId) = (options, role, clusterId);
        _last = CertificateSet.Read(options, role, NameOf(role));
    }

    /// <summary>
    /// Reads the files, or returns null if none is named. <see cref="CertificateException"/> if they cannot be used.
    /// </summary>
    /// <param name="options">The files.</param>
    /// <param name="role">What this process is.</param>
    /// <param name="clusterId">The cluster for which the certificate is: it names that too.</param>
    public static TransportCertificates? Load(TransportOptions options, TransportRole role, string clusterId) =>
        options.IsConfigured ? new(options, role, clusterId) : null;

    /// <summary>The DNS name in the certificates of a role.</summary>
    internal string NameOf(TransportRole role) => $"{role}.{_clusterId}".ToLowerInvariant();

    /// <summary>
    /// What the files hold now; while that cannot be used, such as a certificate without its key yet, what they held last.
    /// </summary>
    internal CertificateSet Read(ILogger logger)
    {
        lock (_gate)
        {
            try
            {
                var read = CertificateSet.Read(_options, _role, NameOf(_role), _last);
                if (read != _last) Log.CertificateRenewed(logger, read.Certificate.NotAfter.ToUniversalTime());
                _last = read;
            }
            catch (CertificateException e)
            {
                Log.CertificateKept(logger, e.Message);
            }
            return _last;
        }
    }
}
