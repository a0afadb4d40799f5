namespace TradingOps.EndToEnd.Tests.Faults;

/// <summary>Faults under a recorded load: data, so that a schedule that failed can be run again.</summary>
/// <param name="Name">Names it, and its accounts.</param>
/// <param name="Seed">Of its load.</param>
/// <param name="Faults">One after another.</param>
internal sealed record FaultSchedule(string Name, int Seed, params Fault[] Faults)
{
    /// <summary>Orders of the load.</summary>
    public const int Orders = Clients * OrdersAClient;

    /// <summary>Clients at the same time, each with an account of its own.</summary>
    public const int Clients = 24;

    private const int OrdersAClient = 212;

    /// <summary>
    /// The schedules in groups; each group has a cluster of its own, so that later schedules meet what earlier ones left.
    /// </summary>
    public static IReadOnlyDictionary<string, FaultSchedule[]> Groups { get; } = new Dictionary<string, FaultSchedule[]>
    {
        ["silos"] =
        [
            new("kill-first", 101, new Fault(800, FaultKind.KillSilo, 0), new Fault(3000, FaultKind.KillSilo, 1)),
            new("kill-two", 102, new Fault(1200, FaultKind.KillTwoSilos, 1)),
            new("kill-the-same-twice", 103, new Fault(600, FaultKind.KillSilo, 2), new Fault(1800, FaultKind.KillSilo, 2)),
            new("kill-front", 104, new Fault(700, FaultKind.KillFront, 0), new Fault(2500, FaultKind.KillFront, 1)),
            new("kill-silo-and-front", 105, new Fault(900, FaultKind.KillSilo, 0), new Fault(1000, FaultKind.KillFront, 0)),
        ],
        ["database"] =
        [
            new("crash", 201, new Fault(1000, FaultKind.CrashDatabase)),
            new("crash-and-stay-away", 202, new Fault(1500, FaultKind.CrashDatabase, Seconds: 4)),
            new("kill-commit", 203, new Fault(500, FaultKind.KillCommit), new Fault(2000, FaultKind.KillCommit),
                new Fault(3500, FaultKind.KillCommit)),
            new("cut-connections", 204, new Fault(500, FaultKind.CutConnections), new Fault(1500, FaultKind.CutConnections),
                new Fault(2500, FaultKind.CutConnections), new Fault(3500, FaultKind.CutConnections)),
            new("crash-twice", 205, new Fault(800, FaultKind.CrashDatabase), new Fault(2800, FaultKind.CrashDatabase)),
        ],
        ["network"] =
        [
            new("part-two", 301, new Fault(800, FaultKind.PartTwoSilos, 0, 5)),
            new("part-all", 302, new Fault(800, FaultKind.PartAllSilos, 0, 5)),
            new("cut-off", 303, new Fault(800, FaultKind.CutOffSilo, 1, 12)),
            new("separate", 305, new Fault(800, FaultKind.SeparateSilo, 0, 12)),
            new("part-then-cut-off", 304, new Fault(600, FaultKind.PartTwoSilos, 1, 3),
                new Fault(2500, FaultKind.CutOffSilo, 2, 3)),
        ],
        ["pauses"] =
        [
            new("pause-shortly", 401, new Fault(800, FaultKind.PauseSilo, 0, 2), new Fault(2500, FaultKind.PauseSilo, 1, 2)),
            new("pause-beyond-patience", 402, new Fault(900, FaultKind.PauseSilo, 2, 20)),
            new("pause-and-kill", 403, new Fault(700, FaultKind.PauseSilo, 0, 3), new Fault(2200, FaultKind.KillSilo, 1)),
        ],
        ["everything"] =
        [
            new("roll", 501, new Fault(500, FaultKind.RestartSilo, 0), new Fault(1800, FaultKind.RestartSilo, 1),
                new Fault(3200, FaultKind.RestartSilo, 2)),
            new("kill-silo-then-commit", 502, new Fault(700, FaultKind.KillSilo, 1), new Fault(900, FaultKind.KillCommit)),
            new("crash-database-then-kill", 503, new Fault(700, FaultKind.CrashDatabase), new Fault(900, FaultKind.KillSilo, 2)),
            new("cut-and-front", 504, new Fault(600, FaultKind.CutConnections), new Fault(1200, FaultKind.KillFront, 1),
                new Fault(2400, FaultKind.KillCommit), new Fault(3300, FaultKind.RestartSilo, 0)),
        ],
    };

    /// <summary>The account of a client.</summary>
    public string AccountOf(int client) => $"{Name}-{client}";

    /// <summary>Orders of one client.</summary>
    public static int OrdersOf(int client) => OrdersAClient;
}
