using System.Runtime.InteropServices;
using TradingOps.Grains.Journaling;
using TradingOps.Grains.Orders;

namespace TradingOps.Silo.Storage.Embedded.Scratch;

/// <summary>
/// Entries in order of their hashes, in a file of their own that never changes. In memory is the first hash of each block.
/// Thread-safe; <see cref="ObjectDisposedException"/> for who reads it when its file is gone.
/// </summary>
internal sealed class KeyRun : IDisposable
{
    private const int BlockLength = 512;

    private readonly ScratchFile _file;
    private readonly ulong[] _firsts;

    /// <summary>Writes entries into an empty file that the run keeps.</summary>
    /// <param name="file">The file.</param>
    /// <param name="level">How often its entries were merged.</param>
    /// <param name="entries">Entries in order.</param>
    /// <param name="count">How many they are.</param>
    public KeyRun(ScratchFile file, int level, IEnumerable<KeyEntry> entries, int count)
    {
        (_file, Level, Count) = (file, level, count);
        _firsts = new ulong[(count + BlockLength - 1) / BlockLength];
        var block = 0;
        foreach (var chunk in entries.Chunk(BlockLength))
        {
            _firsts[block++] = chunk[0].Hash;
            file.Append(MemoryMarshal.AsBytes<KeyEntry>(chunk));
        }
    }

    private KeyRun(ScratchFile file, int level, int count, ulong[] firsts) =>
        (_file, Level, Count, _firsts) = (file, level, count, firsts);

    /// <summary>The name of its file.</summary>
    public string Name => _file.Kept.Name;

    /// <summary>How often its entries were merged.</summary>
    public int Level { get; }

    /// <summary>How many entries there are.</summary>
    public int Count { get; }

    /// <summary>Writes what the file of the run is, for a checkpoint.</summary>
    public void WriteTo(BinaryWriter writer) => new KeptRun(Level, Count, _file.Kept).WriteTo(writer);

    /// <summary>
    /// Opens a run that was kept, and adds its hashes to a filter: its file is read once.
    /// <see cref="InvalidDataException"/> if it is not what it was.
    /// </summary>
    public static KeyRun Open(string folder, KeptRun kept, KeyFilter filter)
    {
        var firsts = new ulong[(kept.Count + BlockLength - 1) / BlockLength];
        var at = 0;
        var file = ScratchFile.Open(folder, kept.File, read: part =>
        {
            foreach (ref readonly var entry in MemoryMarshal.Cast<byte, KeyEntry>(part))
            {
                if (at % BlockLength == 0) firsts[at / BlockLength] = entry.Hash;
                at++;
                filter.Add(entry.Hash);
            }
        });
        return new(file, kept.Level, kept.Count, firsts);
    }

    /// <summary>Makes the file durable.</summary>
    public void Sync() => _file.Sync();

    /// <summary>Merges runs into one.</summary>
    public static KeyRun Merge(ScratchFile file, IReadOnlyCollection<KeyRun> runs) =>
        new(file, runs.Max(r => r.Level) + 1, InOrder(runs), runs.Sum(r => r.Count));

    /// <summary>Adds the places of a hash. <see cref="JournalException"/> if the file cannot be read.</summary>
    public void Find(ulong hash, ref List<int>? places)
    {
        var found = Array.BinarySearch(_firsts, hash);
        // A hash that begins a block may end the one before, and a search among equal ones ends at any of them.
        var block = Math.Max(0, (found < 0 ? ~found : found) - 1);
        while (block > 0 && _firsts[block] == hash) block--;
        for (var entries = new KeyEntry[BlockLength]; block < _firsts.Length && _firsts[block] <= hash; block++)
        {
            foreach (var entry in ReadBlock(block, entries))
                if (entry.Hash == hash)
                    (places ??= []).Add(entry.Place);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static IEnumerable<KeyEntry> InOrder(IEnumerable<KeyRun> runs)
    {
        var heads = new PriorityQueue<IEnumerator<KeyEntry>, ulong>();
        foreach (var run in runs)
        {
            var entries = run.ReadAll().GetEnumerator();
            if (entries.MoveNext()) heads.Enqueue(entries, entries.Current.Hash);
        }
        while (heads.Count > 0)
        {
            var first = heads.Peek();
            yield return first.Current;
            if (first.MoveNext()) heads.DequeueEnqueue(first, first.Current.Hash);
            else heads.Dequeue();
        }
    }

    /// <summary>All entries, in order. <see cref="JournalException"/> if the file cannot be read.</summary>
    public IEnumerable<KeyEntry> ReadAll()
    {
        var entries = new KeyEntry[BlockLength];
        for (var block = 0; block < _firsts.Length; block++)
        {
            var length = ReadBlock(block, entries).Length;
            for (var i = 0; i < length; i++) yield return entries[i];
        }
    }

    private ReadOnlySpan<KeyEntry> ReadBlock(int block, KeyEntry[] entries)
    {
        var part = entries.AsSpan(0, Math.Min(BlockLength, Count - block * BlockLength));
        _file.Read((long)block * MemoryMarshal.AsBytes<KeyEntry>(entries).Length, MemoryMarshal.AsBytes(part));
        return part;
    }
}
