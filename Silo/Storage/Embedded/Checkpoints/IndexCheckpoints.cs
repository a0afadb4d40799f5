using System.Diagnostics;
using System.Text;
using System.Text.Json;
using TradingOps.Grains.Journaling;
using TradingOps.Silo.Storage.Embedded.Scratch;

namespace TradingOps.Silo.Storage.Embedded.Checkpoints;

/// <summary>
/// The checkpoints of the index, in a folder beside the journal, so that a start reads only the journal behind the last one.
/// The journal stays the truth: a checkpoint that is missing, damaged or of another journal is passed over.
/// </summary>
/// <param name="scratch">The files of the index.</param>
/// <param name="orders">The index.</param>
/// <param name="logger">For checkpoints that cannot be used or written.</param>
internal sealed class IndexCheckpoints(ScratchStore scratch, OrderIndex orders, ILogger logger)
{
    private const string FileName = "checkpoint";

    private static readonly TimeSpan WrittenWithin = TimeSpan.FromSeconds(30);

    private readonly string _folder = scratch.KeptFolder!;
    private long _lastBatch;
    private int _lastSegment;
    private int _isPending;

    /// <summary>The segment of the journal that a start begins to read in; 0 before there is a checkpoint.</summary>
    public int LastSegment => Volatile.Read(ref _lastSegment);

    private string FilePath => Path.Combine(_folder, FileName);

    /// <summary>
    /// Restores the index and the places of all records from the checkpoint, and returns the end of the journal up to which it
    /// holds. Null, with nothing restored, if no checkpoint can be used. <see cref="DataFolderException"/> if a newer
    /// version or another store wrote it.
    /// </summary>
    /// <param name="acknowledged">The acknowledged end of the journal.</param>
    /// <param name="segments">The segments of the journal.</param>
    /// <param name="streams">Empty; where the records of each stream are.</param>
    public JournalEnd? TryRestore(
        JournalEnd? acknowledged, IReadOnlyList<Segment> segments, Dictionary<string, StreamIndex> streams)
    {
        Directory.CreateDirectory(_folder);
        try
        {
            if (!File.Exists(FilePath))
            {
                if (segments.Count > 1) Log.CheckpointMissing(logger, FilePath);
                return null;
            }
            var began = Stopwatch.GetTimestamp();
            if (acknowledged is not { } known) throw new InvalidDataException("it is not known what was acknowledged");
            var checkpoint = IndexCheckpoint.Read(FilePath, File.ReadAllBytes(FilePath), known.Store);
            ThrowIfOtherJournal(checkpoint, known, segments);
            Restore(checkpoint, segments, streams);
            Note(checkpoint.End);
            Log.CheckpointRestored(
                logger, _lastBatch, FilePath, (long)Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            return checkpoint.End;
        }
        // The content has passed its sum, so what fails of it was written by a build of another layout.
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException or JournalException
            or JsonException or ArgumentException or FormatException or OverflowException or KeyNotFoundException)
        {
            Log.CheckpointIgnored(logger, FilePath, e.Message);
            orders.Clear();
            streams.Clear();
            scratch.Forget();
            return null;
        }
    }

    /// <summary>
    /// Deletes the files of a checkpoint that is of no use. Only by a start that goes on without: one that is refused leaves them
    /// for the version that can read them.
    /// </summary>
    public void DeleteFiles() => ScratchFile.DeleteOthers(_folder, []);

    /// <summary>
    /// Takes down what is in memory at the end of the journal, and writes it on the scratch thread, unless a checkpoint is under
    /// way. By the thread that leads the index on, between two batches.
    /// </summary>
    /// <param name="end">The end of the journal.</param>
    /// <param name="segments">The lengths of the segments up to there.</param>
    /// <param name="streams">Where the records of each stream are.</param>
    /// <param name="syncEnd">Makes the end of the journal durable.</param>
    /// <param name="isAwaited">Whether to return when it is written, or could not be.</param>
    public void Take(
        in JournalEnd end, IReadOnlyList<long> segments, IReadOnlyList<KeyValuePair<string, StreamIndex>> streams, Action syncEnd,
        bool isAwaited = false)
    {
        if (isAwaited && !scratch.HasFailed) WaitForMoves();
        if (end.Batch <= _lastBatch || Interlocked.Exchange(ref _isPending, 1) == 1) return;
        var written = new ManualResetEventSlim();
        try
        {
            var (checkpoint, runs) = TakeDown(end, segments, streams);
            scratch.MoveLater(() => Write(checkpoint, runs, syncEnd, written));
        }
        catch (IOException e)
        {
            // More than an array can hold.
            Log.CheckpointNotWritten(logger, FilePath, e);
            Volatile.Write(ref _isPending, 0);
            return;
        }
        if (isAwaited && (scratch.HasFailed || !written.Wait(WrittenWithin))) Log.CheckpointNotWritten(logger, FilePath, null);
    }

    private void Note(in JournalEnd end)
    {
        _lastBatch = end.Batch;
        Volatile.Write(ref _lastSegment, end.Segment);
    }

    private void WaitForMoves()
    {
        var moved = new ManualResetEventSlim();
        scratch.MoveLater(moved.Set);
        moved.Wait(WrittenWithin);
    }

    private (IndexCheckpoint Checkpoint, IReadOnlyList<string> Runs) TakeDown(
        in JournalEnd end, IReadOnlyList<long> segments, IReadOnlyList<KeyValuePair<string, StreamIndex>> streams)
    {
        using var content = new MemoryStream();
        using var writer = new BinaryWriter(content, Encoding.UTF8);
        writer.Write(segments.Count);
        foreach (var length in segments) writer.Write(length);
        var runs = orders.WriteTo(writer);
        writer.Write(streams.Count);
        foreach (var (name, stream) in streams)
        {
            writer.Write(name);
            stream.WriteTo(writer);
        }
        writer.Flush();
        // The files last: they have all that the content names.
        return (new(end, scratch.Fixed.Kept, scratch.Changed.Kept, new(content.GetBuffer(), 0, (int)content.Length)), runs);
    }

    private void Write(IndexCheckpoint checkpoint, IReadOnlyList<string> runs, Action syncEnd, ManualResetEventSlim written)
    {
        try
        {
            // An end of the journal on the disk that is older than a checkpoint would make it useless after a loss of power.
            syncEnd();
            scratch.Fixed.Sync();
            scratch.Changed.Sync();
            SyncedFile.SyncFolder(_folder);
            SyncedFile.Replace(FilePath, checkpoint.Encode());
            Note(checkpoint.End);
            ScratchFile.DeleteOthers(_folder, orders.FileNames.Concat(runs).ToHashSet());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.CheckpointNotWritten(logger, FilePath, e);
        }
        finally
        {
            Volatile.Write(ref _isPending, 0);
            written.Set();
        }
    }

    private void ThrowIfOtherJournal(IndexCheckpoint checkpoint, JournalEnd acknowledged, IReadOnlyList<Segment> segments)
    {
        var end = checkpoint.End;
        if (!acknowledged.Covers(end.Segment, end.Length) || end.Segment > segments.Count
            || !SegmentScan.Has(segments[end.Segment - 1], end))
            throw new InvalidDataException($"{FilePath} is of another journal: it ends with batch {end.Batch}");
    }

    private void Restore(
        IndexCheckpoint checkpoint, IReadOnlyList<Segment> segments, Dictionary<string, StreamIndex> streams)
    {
        var content = checkpoint.Content;
        using var reader = new BinaryReader(
            new MemoryStream(content.Array!, content.Offset, content.Count, writable: false), Encoding.UTF8);
        var lengths = new long[reader.ReadInt32()];
        for (var i = 0; i < lengths.Length; i++) lengths[i] = reader.ReadInt64();
        // The last of them may have grown.
        if (lengths.Length > segments.Count || lengths.SkipLast(1).Where((l, i) => l != segments[i].Length).Any())
            throw new InvalidDataException($"{FilePath} is of other segments");
        if (checkpoint.Fixed is { } rows) scratch.Fixed.Take(ScratchFile.Open(_folder, rows));
        if (checkpoint.Changed is { } places) scratch.Changed.Take(ScratchFile.Open(_folder, places, isWrittenOver: true));
        var entries = orders.ReadFrom(reader, _folder);
        for (var left = reader.ReadInt32(); left > 0; left--)
            streams.Add(reader.ReadString(), new StreamIndex(scratch).ReadFrom(reader));
        if (reader.BaseStream.Position < reader.BaseStream.Length)
            throw new InvalidDataException($"{FilePath} has more than this version reads");
        // Before anything moves: what the checkpoint names stays until the next one is written.
        ScratchFile.DeleteOthers(_folder, orders.FileNames.ToHashSet());
        orders.Resume(entries);
        foreach (var stream in streams.Values) stream.Resume();
    }
}
