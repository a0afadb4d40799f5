using System.Collections.Concurrent;
using TradingOps.Grains.Journaling;

namespace TradingOps.Silo.Storage.Embedded.Scratch;

/// <summary>
/// Moves what is old out of memory into scratch files, on a thread of its own. Until it is moved it is found in memory; while it
/// cannot be moved it stays there, and is tried again.
/// </summary>
internal sealed class ScratchStore : IDisposable
{
    private readonly string _folder;
    private readonly TimeSpan _tryAgainAfter;
    private readonly ILogger _logger;
    private readonly BlockingCollection<Action> _moves = [];
    private readonly ManualResetEventSlim _stopping = new();
    private readonly Thread _thread;

    /// <param name="folder">Where the files are. Not touched before something is to be moved.</param>
    /// <param name="tryAgainAfter">How long to wait after a failure.</param>
    /// <param name="logger">Told of the first failure, and when it is over.</param>
    /// <param name="kept">Where the files are if checkpoints name them; null for files that do not outlive the process.</param>
    public ScratchStore(string folder, TimeSpan tryAgainAfter, ILogger logger, string? kept = null)
    {
        (_folder, _tryAgainAfter, _logger, KeptFolder) = (kept ?? folder, tryAgainAfter, logger, kept);
        (Fixed, Changed) = (new(CreateFile), new(CreateFile));
        _thread = new(Run) { Name = "index scratch", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Whether the last move failed.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>The file of what never changes.</summary>
    public ScratchPart Fixed { get; }

    /// <summary>The file of what is written over.</summary>
    public ScratchPart Changed { get; }

    /// <summary>The folder of files that checkpoints name; null if none does.</summary>
    public string? KeptFolder { get; }

    /// <summary>
    /// Moves something behind all that waits. A move that fails with an <see cref="IOException"/> is made again, all of it,
    /// behind all that waits then: one that cannot be made holds up no other.
    /// </summary>
    public void MoveLater(Action move)
    {
        try
        {
            _moves.Add(move);
        }
        catch (InvalidOperationException) when (_moves.IsAddingCompleted)
        {
            // The process ends, and with it the files.
        }
    }

    /// <summary>Closes the files of a checkpoint that cannot be used. Before anything is moved.</summary>
    public void Forget()
    {
        Fixed.Forget();
        Changed.Forget();
    }

    /// <summary>Makes a file of its own. Only within a move.</summary>
    public ScratchFile CreateFile() => new(_folder, isKept: KeptFolder is not null);

    /// <summary>Stops; what is not moved stays where it is.</summary>
    public void Dispose()
    {
        _stopping.Set();
        _moves.CompleteAdding();
        _thread.Join();
        Fixed.Dispose();
        Changed.Dispose();
        _moves.Dispose();
        _stopping.Dispose();
    }

    private void Run()
    {
        foreach (var move in _moves.GetConsumingEnumerable())
        {
            if (_stopping.IsSet) return;
            if (TryMove(move)) continue;
            MoveLater(move);
            _stopping.Wait(_tryAgainAfter);
        }
    }

    private bool TryMove(Action move)
    {
        try
        {
            move();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JournalException)
        {
            if (!HasFailed) Log.ScratchFailed(_logger, _folder, _tryAgainAfter, e);
            HasFailed = true;
            return false;
        }
        if (HasFailed) Log.ScratchWorksAgain(_logger, _folder);
        HasFailed = false;
        return true;
    }
}
