using System.Text.RegularExpressions;

namespace TradingOps.Engine.Tests.Tidy;

/// <summary>What is deployed in containers, checked as text: there need be no container engine where the tests run.</summary>
public sealed partial class DeployTests
{
    private static readonly string Deploy = Path.Combine(Repository.Root.FullName, "deploy");

    /// <summary>The cluster's file and the monitoring's, which it includes.</summary>
    private static string Compose => Read("docker-compose.yml") + Read("docker-compose.observe.yml");

    public static TheoryData<string> Dockerfiles =>
        [.. Directory.GetFiles(Deploy, "Dockerfile.*").Select(f => Path.GetFileName(f))];

    [Fact]
    public void Every_image_is_pinned_or_built_here() =>
        Assert.All(
            Image().Matches(Compose), m => Assert.Matches(@"^[\w./-]+:(\d+\.\d+|v\d+\.\d+|local)", m.Groups["image"].Value));

    [Fact]
    public void Every_service_is_there_and_is_started_again()
    {
        foreach (var service in new[] { "postgres", "kafka", "silo1", "silo2", "silo3", "front1", "front2", "front3" })
            Assert.Contains($"\n  {service}:\n", Compose, StringComparison.Ordinal);
        Assert.Contains("Orleans__Gateways: silo1:30000,silo2:30000,silo3:30000", Compose, StringComparison.Ordinal);
        Assert.True(Regex.Count(Compose, "restart: unless-stopped") >= 3);
    }

    [Fact]
    public void Every_key_has_an_account_and_two_may_reset_a_kill()
    {
        var keys = Regex.Matches(Compose, @"Auth__Keys__(\d+)__Name: ").Select(m => m.Groups[1].Value).ToArray();
        Assert.All(keys, key => Assert.Matches($@"Auth__Keys__{key}__Accounts__0: ""\*""", Compose));
        Assert.True(keys.Count(key => Regex.IsMatch(Compose, $@"Auth__Keys__{key}__Roles__\d+: (risk|admin)\n")) >= 2);
    }

    [Fact]
    public void What_it_asks_for_is_said_at_its_head() => Assert.Equal(
        Regex.Matches(Compose, @"\$\{(\w+)").Select(m => m.Groups[1].Value).Distinct().Order(),
        Regex.Matches(Read("docker-compose.yml"), @"\n#   (\w+)  ").Select(m => m.Groups[1].Value).Order());

    [Fact]
    public void The_compose_file_lists_addresses_and_says_the_market_is_simulated()
    {
        var head = Read("docker-compose.yml").Split("\nname: ")[0];
        foreach (var (service, port) in new[] { ("silo1", 8082), ("front1", 8080), ("front2", 8081), ("front3", 8004) })
        {
            Assert.Matches($@"\n  {service}:\n(?:    .*\n)*?      - 127\.0\.0\.1:{port}:", Compose);
            Assert.Contains($":{port}", head, StringComparison.Ordinal);
        }
        Assert.Contains("Simulation__Enabled: \"true\"", Compose, StringComparison.Ordinal);
        Assert.Contains("The market is simulated", head, StringComparison.Ordinal);
    }

    [Fact]
    public void Grafana_reads_the_database_by_a_role_that_is_made_with_it()
    {
        var source = Read("grafana/provisioning/datasources/tradingops.yml");
        var user = Regex.Match(source, @"user: (\w+)").Groups[1].Value;
        Assert.Contains($"CREATE ROLE {user}'", Read("postgres/grafana-role.sh"), StringComparison.Ordinal);
        Assert.Matches(
            @"\n  postgres:\n(?:    .*\n)*?      - \./postgres/grafana-role\.sh:/docker-entrypoint-initdb\.d/", Compose);
        Assert.Equal(2, Regex.Count(Compose, @"GRAFANA_POSTGRES_PASSWORD: \$\{GRAFANA_POSTGRES_PASSWORD:\?"));
        var version = int.Parse(Regex.Match(Compose, @"image: postgres:(\d+)").Groups[1].Value);
        Assert.Contains($"postgresVersion: {version}00\n", source, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("prometheus", 9090)]
    [InlineData("alertmanager", 9093)]
    [InlineData("grafana", 3000)]
    [InlineData("loki", 3100)]
    public void The_monitoring_comes_with_it(string service, int port)
    {
        Assert.Contains("include:\n  - docker-compose.observe.yml\n", Compose, StringComparison.Ordinal);
        Assert.Matches($@"\n  {service}:\n(    .*\n)*    ports:\n      - 127\.0\.0\.1:{port}:{port}\n", Compose);
    }

    [Fact]
    public void Every_process_logs_to_the_folder_that_is_shipped() =>
        Assert.Equal(["silo1", "silo2", "silo3", "front1", "front2", "front3"],
            Regex.Matches(Compose, @"\n  (\w+):\n(?:    .*\n)*?      Logs__File: /var/log/tradingops/\1-\.log\n")
                .Select(m => m.Groups[1].Value));

    /// <summary>Silos in containers listen on more than the loopback address.</summary>
    [Fact]
    public void Every_process_has_its_own_certificate_and_knows_the_authority()
    {
        foreach (var process in new[] { "silo1", "silo2", "silo3", "front1", "front2", "front3" })
            Assert.Matches(
                $@"\n  {process}:\n(?:    .*\n)*?      - \$\{{TRADINGOPS_CERTIFICATES:\?[^}}]+\}}/{process}:/certificates:ro\n",
                Compose);
        Assert.Equal(2, Regex.Count(Compose, @"-settings\n  <<: \[\*access, \*tls\]\n"));
        foreach (var file in new[] { "Certificate", "Key", "Authority" })
            Assert.Contains(
                $"  Orleans__Tls__{file}: /certificates/{file.ToLowerInvariant()}.pem\n", Compose, StringComparison.Ordinal);
    }

    /// <summary>It can only be set from outside, by whatever starts a process.</summary>
    [Fact]
    public void Every_process_is_started_with_the_same_budget_of_the_youngest_generation()
    {
        string[] starters = ["deploy/local/processes.sh", "deploy/Dockerfile.silo", "deploy/Dockerfile.client",
            "Benchmarks/Http/BenchStack.cs"];
        var budgets = starters.Select(file => Regex.Match(
            File.ReadAllText(Path.Combine(Repository.Root.FullName, file)), "GCgen0size.*?(0x[0-9a-f]+)").Groups[1].Value);
        Assert.Equal("0x4000000", Assert.Single(budgets.Distinct()));
    }

    [Fact]
    public void Nothing_secret_stands_in_it() => Assert.All(
        Secret().Matches(Compose), m => Assert.StartsWith("${", m.Groups["value"].Value, StringComparison.Ordinal));

    [Fact]
    public void Every_port_is_published_to_this_machine_only() =>
        Assert.All(
            Published().Matches(Compose), m => Assert.StartsWith("127.0.0.1:", m.Groups["port"].Value, StringComparison.Ordinal));

    [Fact]
    public void Every_anchor_that_is_used_is_defined_and_no_tab_indents()
    {
        var defined = Regex.Matches(Compose, @"&([\w-]+)").Select(m => m.Groups[1].Value).ToHashSet();
        Assert.All(Regex.Matches(Compose, @"\*([\w-]+)"), m => Assert.Contains(m.Groups[1].Value, defined));
        Assert.DoesNotContain('\t', Compose);
    }

    [Fact]
    public void Every_path_that_it_names_exists()
    {
        Assert.All(Regex.Matches(Compose, @"dockerfile: (\S+)"), m =>
            Assert.True(File.Exists(Path.Combine(Repository.Root.FullName, m.Groups[1].Value)), m.Value));
        Assert.All(Regex.Matches(Compose, @"- (\.{1,2}/[^:\s]+):"), m =>
            Assert.True(Path.Exists(Path.GetFullPath(m.Groups[1].Value, Deploy)), m.Value));
    }

    [Theory]
    [MemberData(nameof(Dockerfiles))]
    public void A_Dockerfile_builds_apart_runs_without_root_and_checks_health(string name)
    {
        var text = File.ReadAllText(Path.Combine(Deploy, name));
        Assert.Equal(2, Regex.Count(text, "^FROM mcr.microsoft.com/dotnet/[a-z]+:10\\.0\\.[0-9]+", RegexOptions.Multiline));
        Assert.Matches("(?m)^USER \\$APP_UID$", text);
        Assert.Contains("\nHEALTHCHECK ", text, StringComparison.Ordinal);
        foreach (Match copy in Regex.Matches(text, @"^COPY (?!--)(.+) \S+$", RegexOptions.Multiline))
            Assert.All(copy.Groups[1].Value.Split(' '), path =>
                Assert.True(Path.Exists(Path.Combine(Repository.Root.FullName, path)), path));
    }

    private static string Read(string file) => File.ReadAllText(Path.Combine(Deploy, file));

    [GeneratedRegex(@"^\s*image: (?<image>\S+)", RegexOptions.Multiline)]
    private static partial Regex Image();

    [GeneratedRegex(@"(?:PASSWORD|Password|Sha256|SECRET|TOKEN)(?:: |=)(?<value>\S+)")]
    private static partial Regex Secret();

    [GeneratedRegex(@"^\s+- ""?(?<port>[\d.:]+:\d+)""?$", RegexOptions.Multiline)]
    private static partial Regex Published();
}
