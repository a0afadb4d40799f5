namespace TradingOps.Silo.Recovery;

/// <summary>The configuration of a command that works on a store and starts no silo.</summary>
internal static class CommandConfiguration
{
    /// <summary>The settings that ship with the program, the environment, and keys like <c>--Storage:Path</c>.</summary>
    public static IConfiguration Read(string[] args) => new ConfigurationBuilder().SetBasePath(AppContext.BaseDirectory)
        .AddJsonFile("appsettings.json", optional: true).AddEnvironmentVariables().AddCommandLine(args).Build();
}
