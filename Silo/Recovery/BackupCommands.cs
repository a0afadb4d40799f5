using System.Globalization;
using TradingOps.Hosting;
using TradingOps.Silo.Storage.Embedded;
using TradingOps.Silo.Storage.Embedded.Backups;

namespace TradingOps.Silo.Recovery;

/// <summary>
/// <c>silo backup</c> copies the data folder of a silo, which may run; <c>silo restore</c> makes a new data folder of the newest
/// backup and verifies it; <c>silo accept-loss</c> lets a store go on without records that are gone. Exit code 1 and one line
/// if that is not possible.
/// </summary>
internal static class BackupCommands
{
    /// <summary>Makes a backup of <c>--Storage:Path</c> in the folder <c>--to</c>.</summary>
    public static Task BackupAsync(string[] args)
    {
        var options = Read(args, "--to");
        var storage = ReadStorage(args);
        var made = BackupWriter.Write(
            storage.Path, Required(options, "--to"), DateTimeOffset.UtcNow, storage.Embedded.Retention.Archive);
        Console.WriteLine($"{made.Path}: batch {made.Batch}, {made.Files} files, {made.FilesCopied} of them copied now "
            + $"({made.BytesCopied} bytes)");
        return Task.CompletedTask;
    }

    /// <summary>
    /// Restores the newest backup in the folder <c>--from</c> to the new folder <c>--to</c>, up to <c>--until</c> if that is
    /// given, and verifies what was restored.
    /// </summary>
    public static async Task RestoreAsync(string[] args)
    {
        var options = Read(args, "--from", "--to", "--until");
        var to = Required(options, "--to");
        var point = options.TryGetValue("--until", out var until) ? RestorePoint.Parse(until) : RestorePoint.End;
        var (takenAt, end) = BackupRestore.Restore(Required(options, "--from"), to, point);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"restored {to} up to batch {end.Batch} from the backup of {takenAt.UtcDateTime:s}Z"));
        await JournalVerification.RunAsync(["--Storage:Provider", StorageOptions.EmbeddedProvider, "--Storage:Path", to]);
    }

    /// <summary>
    /// Lets the store in <c>--Storage:Path</c> go on without acknowledged records that are gone: <c>--batch</c> names the last
    /// batch that is left, which the refusal shows. Then verifies what is left.
    /// </summary>
    public static async Task AcceptLossAsync(string[] args)
    {
        var options = Read(args, "--batch");
        var storage = ReadStorage(args);
        var path = storage.Path;
        long? batch = null;
        if (options.TryGetValue("--batch", out var text))
            batch = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new BackupException($"--batch is '{text}'; allowed is a number, such as 1234");
        var (lost, left) = LossAcceptance.Accept(path, batch, storage.Embedded.Retention.Archive);
        Console.WriteLine($"{path} goes on from batch {left.Batch}; {lost} lost");
        await JournalVerification.RunAsync([.. args, "--Storage:Provider", StorageOptions.EmbeddedProvider]);
    }

    private static StorageOptions ReadStorage(string[] args)
    {
        var storage = CommandConfiguration.Read(args).GetValidated<StorageOptions>(StorageOptions.Section);
        return storage.Provider == StorageOptions.EmbeddedProvider
            ? storage
            : throw new BackupException($"this is for the embedded store; Storage:Provider is {storage.Provider}");
    }

    private static Dictionary<string, string> Read(string[] args, params string[] names)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Length; i += 2)
        {
            var isKey = args[i].Contains(':', StringComparison.Ordinal) && args[i].StartsWith("--", StringComparison.Ordinal);
            if (!isKey && !names.Contains(args[i]))
                throw new BackupException(
                    $"'{args[i]}' is not an option; allowed are {string.Join(", ", names)} and keys like --Storage:Path");
            if (i + 1 == args.Length) throw new BackupException($"{args[i]} has no value");
            options[args[i]] = args[i + 1];
        }
        return options;
    }

    private static string Required(Dictionary<string, string> options, string name) =>
        options.TryGetValue(name, out var value) && value.Length > 0
            ? value
            : throw new BackupException($"{name} is missing; it names a folder");
}
