using Microsoft.Win32.SafeHandles;
using TradingOps.Silo.Storage.Embedded;

namespace TradingOps.FaultySilo;

/// <summary>A disk that answers EIO to every sync while the file of the setting <c>FaultySilo:Switch</c> is there.</summary>
internal sealed class BrokenDisk(IConfiguration configuration) : Disk
{
    private readonly string _switch = configuration["FaultySilo:Switch"]!;

    public override void Sync(SafeFileHandle file)
    {
        if (File.Exists(_switch)) throw new IOException("Input/output error", InputOutputError);
        base.Sync(file);
    }
}
