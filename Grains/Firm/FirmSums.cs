namespace TradingOps.Grains.Firm;

/// <summary>The figures of accounts, added up.</summary>
internal readonly record struct FirmSums
{
    public int Accounts { get; private init; }

    public decimal Cash { get; private init; }

    public decimal Equity { get; private init; }

    public decimal StartOfDayEquity { get; private init; }

    public decimal CashMoved { get; private init; }

    public decimal RealizedPnl { get; private init; }

    public decimal UnrealizedPnl { get; private init; }

    public decimal Fees { get; private init; }

    public decimal GrossExposure { get; private init; }

    public decimal NetExposure { get; private init; }

    public int OpenPositions { get; private init; }

    public int OpenOrders { get; private init; }

    public int StaleAccounts { get; private init; }

    /// <summary>With an account more (<paramref name="sign"/> 1) or less (-1).</summary>
    public FirmSums Add(AccountReport report, int sign)
    {
        var account = report.Account;
        return new()
        {
            Accounts = Accounts + sign,
            Cash = Cash + sign * account.Cash,
            Equity = Equity + sign * account.Equity,
            StartOfDayEquity = StartOfDayEquity + sign * account.StartOfDayEquity,
            CashMoved = CashMoved + sign * report.CashMoved,
            RealizedPnl = RealizedPnl + sign * account.RealizedPnl,
            UnrealizedPnl = UnrealizedPnl + sign * account.UnrealizedPnl,
            Fees = Fees + sign * account.Fees,
            GrossExposure = GrossExposure + sign * account.GrossExposure,
            NetExposure = NetExposure + sign * account.NetExposure,
            OpenPositions = OpenPositions + sign * report.Positions.Length,
            OpenOrders = OpenOrders + sign * account.OpenOrders,
            StaleAccounts = StaleAccounts + (account.IsStale ? sign : 0),
        };
    }
}
