using TradingOps.Client;
using TradingOps.Hosting;

if (Startup.TryPrintHelp(args, FrontHelp.Text)) return 0;
return await Startup.RunAsync("front", () => FrontHost.RunAsync(args));
