using TradingOps.Hosting;
using TradingOps.Silo;
using TradingOps.Silo.Recovery;
using TradingOps.Silo.Storage.Embedded;

return await Startup.RunAsync(
    "silo",
    () => args is ["verify", .. var rest] ? JournalVerification.RunAsync(rest) : SiloHost.RunAsync(args),
    e => e is DataFolderException or CorruptJournalException or VerificationFailedException ? e.Message : null);
