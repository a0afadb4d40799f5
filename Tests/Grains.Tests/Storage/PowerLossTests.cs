using TradingOps.Silo.Storage.Embedded;

namespace TradingOps.Grains.Tests.Storage;

/// <summary>
/// What a loss of power can leave of a journal, simulated over its real files: of the write that was under way any sectors, in
/// any order, and a length in between; of <c>journal.end</c> any state since its last sync, each sector for itself.
/// </summary>
public sealed class PowerLossTests : IDisposable
{
    private const int Seeds = 2_000;
    private const int Appends = 60;
    private const int Sector = 512;
    private const string End = "journal.end";

    private readonly JournalFolder _folder = new(isInMemory: true);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Whatever_a_power_loss_leaves_has_every_acknowledged_record()
    {
        var states = await WriteAsync();
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            var acknowledged = random.Next(states.Count - 1);
            _folder.Replace(Tear(states, acknowledged, random));
            var count = await CountAsync(seed);
            Assert.True(count >= acknowledged && count <= acknowledged + 1, $"seed {seed}: {count}, {acknowledged} acknowledged");
            if (seed % 8 != 0) continue;
            await _folder.AppendAsync(3);
            Assert.Equal(count + 3, await CountAsync(seed));
        }
    }

    [Fact]
    public async Task Whatever_a_disk_loses_of_acknowledged_records_is_refused()
    {
        var states = await WriteAsync();
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            var files = states[random.Next(1, states.Count)].ToDictionary();
            var names = files.Keys.Where(n => n != End).Order(StringComparer.Ordinal).ToArray();
            var name = names[random.Next(names.Length)];
            var content = files[name];
            switch (random.Next(4))
            {
                case 0: files[name] = content[..random.Next(content.Length)]; break;
                case 1: files[name] = Zero(content, random); break;
                case 2: foreach (var later in names.SkipWhile(n => n != name)) files.Remove(later); break;
                default: files[name] = states.Select(s => s.GetValueOrDefault(name)).First(c => c is not null)!; break;
            }
            if (files.TryGetValue(name, out var changed) && changed.AsSpan().SequenceEqual(content)) continue;
            _folder.Replace(files);
            Assert.True(Record.Exception(() => _folder.AssertRefused<CorruptJournalException>("")) is null, $"seed {seed}");
        }
    }

    /// <summary>The files after each acknowledged append; at 0 before the first.</summary>
    private async Task<List<Dictionary<string, byte[]>>> WriteAsync()
    {
        using var journal = _folder.Open();
        var stream = await journal.OpenAsync("a", default);
        var states = new List<Dictionary<string, byte[]>> { _folder.Contents() };
        for (var i = 1; i <= Appends; i++)
        {
            var payload = new byte[1 + i * 37 % 900];
            new Random(i).NextBytes(payload);
            await stream.AppendAsync(i, payload);
            states.Add(_folder.Contents());
        }
        Assert.True(states[^1].Count > 4);
        return states;
    }

    private async Task<int> CountAsync(int seed)
    {
        try
        {
            return await _folder.CountAsync();
        }
        catch (Exception e) when (e is CorruptJournalException or DataFolderException)
        {
            throw new InvalidOperationException($"seed {seed}", e);
        }
    }

    /// <summary>The files of a state, with a part of what the next append was writing.</summary>
    private static Dictionary<string, byte[]> Tear(List<Dictionary<string, byte[]>> states, int state, Random random)
    {
        var (files, next) = (states[state].ToDictionary(), states[state + 1]);
        foreach (var (name, content) in next)
        {
            if (name == End) continue;
            if (files.TryGetValue(name, out var durable)) files[name] = Tear(durable, content, random);
            // The header of a new segment is durable before a record is written behind it.
            else if (random.Next(2) == 0) files[name] = Tear(content[..SegmentHeader.NewestLength], content, random);
            else if (random.Next(2) == 0) files[name] = Tear([], content[..SegmentHeader.NewestLength], random);
        }
        var end = new byte[files[End].Length];
        for (var at = 0; at < end.Length; at += Sector)
            states[random.Next(Math.Max(0, state - 4), state + 1)][End].AsSpan(at, Sector).CopyTo(end.AsSpan(at));
        files[End] = end;
        return files;
    }

    private static byte[] Tear(byte[] durable, byte[] written, Random random)
    {
        var torn = new byte[random.Next(durable.Length, written.Length + 1)];
        durable.CopyTo(torn, 0);
        for (var at = durable.Length; at < torn.Length; at = (at / Sector + 1) * Sector)
            if (random.Next(2) == 0)
                written.AsSpan(at, Math.Min((at / Sector + 1) * Sector, torn.Length) - at).CopyTo(torn.AsSpan(at));
        return torn;
    }

    private static byte[] Zero(byte[] content, Random random)
    {
        var zeroed = content.ToArray();
        var at = random.Next(content.Length) / Sector * Sector;
        zeroed.AsSpan(at, Math.Min(Sector, content.Length - at)).Clear();
        return zeroed;
    }
}
