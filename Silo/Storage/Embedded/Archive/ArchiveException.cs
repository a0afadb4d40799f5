using TradingOps.Engine.Errors;
using TradingOps.Grains.Journaling;

namespace TradingOps.Silo.Storage.Embedded.Archive;

/// <summary>An archived segment is missing or damaged: records in it cannot be read until its file is put back.</summary>
internal sealed class ArchiveException(TradingError code, string message, Exception? inner = null)
    : JournalException(message, inner)
{
    /// <inheritdoc/>
    public override TradingError Code => code;
}
