namespace TradingOps.Client;

/// <summary>What <c>--help</c> prints.</summary>
internal static class FrontHelp
{
    public const string Text =
        """
        The front of TradingOps: the HTTP contract, streams and the live page. It holds no state and calls the silos.

        Usage:
          dotnet TradingOps.Client.dll [--KEY VALUE ...]   runs a front until Ctrl-C or SIGTERM

        Keys, with their defaults:
          Urls                   http://127.0.0.1:8080
          Roles                  all; gateway, market-data, separated by commas: what this front serves
          Orleans:Gateways       127.0.0.1:30000, gateways of silos, separated by commas
          Orleans:Tls:Certificate, :Key, :Authority  none; PEM files, for gateways on other machines
          Orleans:CallTimeout    00:00:07
          Auth:Keys:0:Name ...   none; without keys only this machine may be listened to
          Logs:Level, Logs:File  Information, none

        A key may also stand in appsettings.json beside the program, or in the environment (Orleans__Gateways).
        README.md lists all keys.
        Exit codes: 0 stopped, 1 a wrong setting or a fault at the start, named in one line.
        """;
}
