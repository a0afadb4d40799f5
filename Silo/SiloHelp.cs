namespace TradingOps.Silo;

/// <summary>What <c>--help</c> prints.</summary>
internal static class SiloHelp
{
    public const string Text =
        """
        The silo of TradingOps: order books, accounts and circuit breakers, their store, the Orleans dashboard, metrics, health.

        Usage:
          dotnet TradingOps.Silo.dll [--KEY VALUE ...]          runs a silo until Ctrl-C or SIGTERM
          dotnet TradingOps.Silo.dll verify [--KEY VALUE ...]   replays the journal twice and prints the state hash of each market
          dotnet TradingOps.Silo.dll backup --to DIR [--Storage:Path ./data]
                                                                copies the data folder, also of a silo that runs
          dotnet TradingOps.Silo.dll restore --from DIR --to NEW_DIR [--until TIME|BATCH]
                                                                makes a data folder of the newest backup and verifies it
          dotnet TradingOps.Silo.dll accept-loss --batch N [--Storage:Path ./data]
                                                                goes on without acknowledged records that no backup has

        Keys, with their defaults:
          Urls                          http://127.0.0.1:8081
          Storage:Provider              Embedded; or PostgreSql, with ConnectionStrings:TradingOps
          Storage:Path                  ./data
          Storage:Embedded:Retention:Age, :Archive  none, archive in the data folder
          ConnectionStrings:TradingOps  none
          Orleans:SiloPort              11111
          Orleans:GatewayPort           30000
          Orleans:Address               127.0.0.1; any other needs Orleans:Tls
          Orleans:Tls:Certificate, :Key, :Authority  none; PEM files
          Simulation:Enabled            true
          Logs:Level, Logs:File         Information, none

        A key may also stand in appsettings.json beside the program, or in the environment (Storage__Path).
        README.md lists all keys.
        Exit codes: 0 stopped, 1 a wrong setting or a fault at the start, named in one line, 3 ended at once, to be started again:
        the other silos declared it dead, acknowledged records are gone from the database, or the disk has failed.
        """;
}
