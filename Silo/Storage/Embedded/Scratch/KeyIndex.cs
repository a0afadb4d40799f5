using System.Collections.Immutable;
using TradingOps.Grains.Journaling;
using TradingOps.Grains.Orders;

namespace TradingOps.Silo.Storage.Embedded.Scratch;

/// <summary>
/// Finds places by hashes of keys: a log-structured merge of what is new, in memory, and of sorted runs in files. A filter in
/// memory spares most keys that are not there the files. Added to by one thread, read by many.
/// </summary>
/// <param name="scratch">Where the runs are.</param>
/// <param name="inMemory">How many entries are gathered in memory for a run.</param>
internal sealed class KeyIndex(ScratchStore scratch, int inMemory)
{
    private const int MergedAtOnce = 4;

    private readonly Lock _gate = new();
    private Dictionary<ulong, int> _new = new(inMemory);
    private ImmutableArray<Dictionary<ulong, int>> _full = [];
    private ImmutableArray<KeyRun> _runs = [];
    // Of all that is in the runs, and of what is about to be.
    private KeyFilter _filter = new(inMemory);
    private long _filtered;
    // Large ones: used again.
    private Dictionary<ulong, int>? _spare;
    private readonly ulong[] _hashes = new ulong[inMemory];
    private readonly KeyEntry[] _entries = new KeyEntry[inMemory];

    /// <summary>Adds a place under a hash.</summary>
    public void Add(ulong hash, int place)
    {
        lock (_gate)
        {
            if (_new.Count < inMemory && _new.TryAdd(hash, place)) return;
            var full = _new;
            _full = _full.Add(full);
            (_new, _spare) = (_spare ?? new(inMemory), null);
            _new.Add(hash, place);
            scratch.MoveLater(() => Move(full));
        }
    }

    /// <summary>
    /// The places under a hash: those of the key, and of any other that happens to have the same. <see cref="JournalException"/>
    /// if a file cannot be read.
    /// </summary>
    public IReadOnlyList<int> Find(ulong hash)
    {
        while (true)
        {
            try
            {
                return FindOnce(hash);
            }
            catch (ObjectDisposedException)
            {
                // The run has been merged: its entries are in another one now.
            }
        }
    }

    /// <summary>The names of the files of all runs. Only within a move of the scratch store.</summary>
    public IEnumerable<string> FileNames => _runs.Select(r => r.Name);

    /// <summary>
    /// Writes what is in memory, and which files hold the rest. By the thread that adds. Returns the names of these files.
    /// </summary>
    public IReadOnlyList<string> WriteTo(BinaryWriter writer)
    {
        lock (_gate)
        {
            writer.Write(_runs.Length);
            foreach (var run in _runs) run.WriteTo(writer);
            writer.Write(_full.Sum(f => f.Count) + _new.Count);
            foreach (var (hash, place) in _full.Append(_new).SelectMany(entries => entries))
            {
                writer.Write(hash);
                writer.Write(place);
            }
            return [.. FileNames];
        }
    }

    /// <summary>
    /// Reads what <see cref="WriteTo"/> wrote into an empty index; the entries that were in memory are returned, to be added.
    /// <see cref="InvalidDataException"/> if a file is not what it was.
    /// </summary>
    public KeyEntry[] ReadFrom(BinaryReader reader, string folder)
    {
        var runs = new List<KeptRun>();
        for (var left = reader.ReadInt32(); left > 0; left--) runs.Add(KeptRun.ReadFrom(reader));
        _filtered = runs.Sum(r => (long)r.Count);
        var room = _filter.Room;
        while (room < _filtered) room *= 2;
        _filter = new(room);
        foreach (var run in runs) _runs = _runs.Add(KeyRun.Open(folder, run, _filter));
        var entries = new KeyEntry[reader.ReadInt32()];
        for (var i = 0; i < entries.Length; i++) entries[i] = new(reader.ReadUInt64(), reader.ReadInt32());
        return entries;
    }

    /// <summary>Closes the files of the runs.</summary>
    public void Close()
    {
        foreach (var run in _runs) run.Dispose();
    }

    private IReadOnlyList<int> FindOnce(ulong hash)
    {
        List<int>? places = null;
        KeyFilter filter;
        ImmutableArray<KeyRun> runs;
        lock (_gate)
        {
            if (_new.TryGetValue(hash, out var place)) (places ??= []).Add(place);
            foreach (var full in _full)
                if (full.TryGetValue(hash, out place))
                    (places ??= []).Add(place);
            (filter, runs) = (_filter, _runs);
        }
        if (filter.MayHave(hash))
            foreach (var run in runs)
                run.Find(hash, ref places);
        return places ?? (IReadOnlyList<int>)[];
    }

    private void Move(Dictionary<ulong, int> full)
    {
        var count = 0;
        foreach (var (hash, place) in full)
        {
            _hashes[count] = hash;
            _entries[count++] = new(hash, place);
        }
        Array.Sort(_hashes, _entries, 0, count);
        AddToFilter(_entries.AsSpan(0, count));
        var run = Write(file => new(file, 0, _entries.Take(count), count));
        lock (_gate)
        {
            _full = _full.Remove(full);
            _runs = _runs.Add(run);
            full.Clear();
            _spare = full;
        }
        scratch.MoveLater(Merge);
    }

    private void AddToFilter(ReadOnlySpan<KeyEntry> entries)
    {
        if (_filtered + entries.Length > _filter.Room)
        {
            var larger = new KeyFilter(_filter.Room * 2);
            foreach (var run in _runs)
                foreach (var entry in run.ReadAll())
                    larger.Add(entry.Hash);
            lock (_gate) _filter = larger;
        }
        foreach (ref readonly var entry in entries) _filter.Add(entry.Hash);
        _filtered += entries.Length;
    }

    private void Merge()
    {
        var level = _runs.GroupBy(r => r.Level).FirstOrDefault(
            runs => runs.Count() >= MergedAtOnce && runs.Take(MergedAtOnce).Sum(r => (long)r.Count) <= int.MaxValue);
        if (level is null) return;
        var merged = level.Take(MergedAtOnce).ToArray();
        var run = Write(file => KeyRun.Merge(file, merged));
        lock (_gate) _runs = _runs.RemoveRange(merged).Add(run);
        foreach (var old in merged) old.Dispose();
        scratch.MoveLater(Merge);
    }

    private KeyRun Write(Func<ScratchFile, KeyRun> write)
    {
        var file = scratch.CreateFile();
        try
        {
            var run = write(file);
            // A checkpoint may name it as soon as it is there.
            if (scratch.KeptFolder is not null) run.Sync();
            return run;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
