using TradingOps.Client;
using TradingOps.Hosting;

if (Startup.TryPrintHelp(args, ClientHelp.Text)) return 0;
return await Startup.RunAsync("client", () => ClientHost.RunAsync(args));
