using TradingOps.Client;
using TradingOps.Hosting;

return await Startup.RunAsync("client", () => ClientHost.RunAsync(args));
