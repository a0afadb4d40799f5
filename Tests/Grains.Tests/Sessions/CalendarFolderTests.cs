using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Sessions;
using TradingOps.Silo.Sessions;

namespace TradingOps.Grains.Tests.Sessions;

public sealed class CalendarFolderTests : IDisposable
{
    private static readonly long Noon = new DateTimeOffset(2026, 6, 1, 16, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds() * 1_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("calendars-");
    private readonly TradingCalendar _calendar = new(keepsHours: true, TradingDays.NewYork, []);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_changed_file_takes_effect_and_a_wrong_one_does_not()
    {
        var clock = new FakeTimeProvider();
        Write("nyse.json", closed: "");
        using var watch = new CalendarWatch(new(_folder.FullName), _calendar, clock, NullLogger<CalendarWatch>.Instance);
        await watch.StartAsync(CancellationToken.None);
        Assert.Equal(InstrumentStatus.Open, Status("AAPL"));

        Write("nyse.json", closed: "\"2026-06-01\"");
        await UntilAsync("AAPL", InstrumentStatus.Closed);
        // Other exchanges keep to the calendar that ships.
        Assert.Equal(InstrumentStatus.Open, Status("ESZ6"));

        Write("nyse.json", closed: "\"2026-06-31\"");
        Write("second.json", closed: "");
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(InstrumentStatus.Closed, Status("AAPL"));

        File.Delete(Path.Combine(_folder.FullName, "second.json"));
        Write("nyse.json", closed: "");
        await UntilAsync("AAPL", InstrumentStatus.Open);
        await watch.StopAsync(CancellationToken.None);

        Task UntilAsync(string symbol, InstrumentStatus status) => Eventually.HoldsAsync(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(2));
            return Task.FromResult(Status(symbol) == status);
        });
    }

    [Theory]
    [InlineData("{", "cannot be read")]
    [InlineData("null", "is empty")]
    [InlineData("{\"exchange\":\"X\"}", "cannot be read")]
    public void A_malformed_file_is_named(string json, string says)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "nyse.json"), json);
        var folder = new CalendarFolder(_folder.FullName);
        var error = Assert.Throws<CalendarException>(folder.ReadChanged);
        Assert.Contains("nyse.json", error.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        // The same content is not looked at again.
        Assert.Null(folder.ReadChanged());
    }

    [Fact]
    public void Two_files_of_the_same_hours_are_refused()
    {
        Write("a.json", closed: "");
        Write("b.json", closed: "");
        var error = Assert.Throws<CalendarException>(new CalendarFolder(_folder.FullName).ReadChanged);
        Assert.EndsWith("Test and Test are both of Equities", error.Message, StringComparison.Ordinal);
        Assert.Throws<CalendarException>(new CalendarFolder(Path.Combine(_folder.FullName, "missing")).ReadChanged);
        Assert.Null(new CalendarFolder("").ReadChanged());
    }

    private InstrumentStatus Status(string symbol) => _calendar.StatusAt(InstrumentCatalogue.Default[symbol], Noon);

    private void Write(string name, string closed) => File.WriteAllText(Path.Combine(_folder.FullName, name), $$"""
        {"exchange":"Test","hours":"equities","source":"a test","zone":"America/New_York","pre_opens":"06:30","opens":"09:30",
         "closes":"16:00","closed":[{{closed}}],"early_closes":{},"last_trades":{} }
        """);
}
