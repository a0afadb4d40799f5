using Npgsql;
using TradingOps.Hosting;
using TradingOps.Silo;
using TradingOps.Silo.Clocks;
using TradingOps.Silo.Recovery;
using TradingOps.Silo.Sessions;
using TradingOps.Silo.Storage.Embedded;
using TradingOps.Silo.Storage.Embedded.Backups;
using TradingOps.Silo.Storage.Postgres;

if (Startup.TryPrintHelp(args, SiloHelp.Text)) return 0;
return await Startup.RunAsync(
    "silo",
    () => args switch
    {
        ["verify", .. var rest] => JournalVerification.RunAsync(rest),
        ["backup", .. var rest] => BackupCommands.BackupAsync(rest),
        ["restore", .. var rest] => BackupCommands.RestoreAsync(rest),
        ["accept-loss", .. var rest] => BackupCommands.AcceptLossAsync(rest),
        _ => SiloHost.RunAsync(args),
    },
    e => e switch
    {
        DataFolderException or CorruptJournalException or SchemaException or VerificationFailedException
            or BackupException or ClockException or CalendarException => e.Message,
        NpgsqlException lost when Schema.IsLoss(lost) => Schema.Explain(lost),
        TimeZoneNotFoundException => $"Calendar:KeepHours needs the time zones of this machine: {e.Message}",
        _ => null,
    });
