namespace TradingOps.EndToEnd.Tests.Faults;

/// <summary>What is done to a running cluster. Each kind puts right what it did before the next fault.</summary>
internal enum FaultKind
{
    /// <summary>SIGKILL to the target silo; it is started again.</summary>
    KillSilo,

    /// <summary>SIGKILL to the target silo and the next at the same moment.</summary>
    KillTwoSilos,

    /// <summary>SIGKILL to the target front.</summary>
    KillFront,

    /// <summary>SIGTERM to the target silo; it drains, and is started again.</summary>
    RestartSilo,

    /// <summary>SIGSTOP to the target silo, and SIGCONT after a while.</summary>
    PauseSilo,

    /// <summary>PostgreSQL goes down at once, as in a crash, and comes back after a while.</summary>
    CrashDatabase,

    /// <summary>SIGKILL to the process of PostgreSQL that stores records right now: the server restarts itself.</summary>
    KillCommit,

    /// <summary>Every connection to the database is cut.</summary>
    CutConnections,

    /// <summary>The target silo and the next cannot reach each other for a while; both reach the database.</summary>
    PartTwoSilos,

    /// <summary>No silo reaches another for a while; all reach the database.</summary>
    PartAllSilos,

    /// <summary>
    /// The target silo and the others cannot reach each other for a while; all reach the fronts and the database.
    /// </summary>
    SeparateSilo,

    /// <summary>The target silo reaches nobody and nothing for a while.</summary>
    CutOffSilo,
}
