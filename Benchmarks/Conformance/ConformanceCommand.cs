namespace TradingOps.Benchmarks.Conformance;

/// <summary>`conformance FILE`: runs every scenario of a file and prints each difference.</summary>
internal static class ConformanceCommand
{
    public static int Run(string file)
    {
        int passed = 0, failed = 0;
        foreach (var scenario in Scenario.ReadAll(File.ReadAllBytes(file)))
        {
            var differences = new ScenarioRunner(scenario).Run();
            if (differences.Count == 0)
            {
                passed++;
                continue;
            }
            failed++;
            Console.WriteLine(scenario.Name);
            foreach (var difference in differences) Console.WriteLine("    " + difference);
        }
        Console.WriteLine($"{passed} passed, {failed} failed");
        return failed == 0 ? 0 : 1;
    }
}
