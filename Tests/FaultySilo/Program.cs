using Orleans.GrainDirectory;
using Orleans.Runtime.GrainDirectory;
using Orleans.Runtime.Hosting;
using Orleans.Timers;
using TradingOps.FaultySilo;
using TradingOps.Grains.Journaling;
using TradingOps.Hosting;
using TradingOps.Silo;
using TradingOps.Silo.Storage.Embedded;

// The first argument says which promise is broken; the rest is the silo's own command line.
var rest = args[1..];
return await Startup.RunAsync("faulty-silo", () => SiloHost.RunAsync(rest, args[0] switch
{
    "acknowledge-early" => services => Break(services, stream => new EarlyStream(stream)),
    "acknowledge-never" => services => Break(services, stream => new SilentStream(stream)),
    "superseded" => services => Supersede(services),
    "scattered-accounts" => services => services.AddSingleton<IGrainDirectoryResolver>(new ScatteredGrains("account")),
    "scattered-registries" => services => services.AddSingleton<IGrainDirectoryResolver>(
        new ScatteredGrains("circuitbreaker", "instrumentcatalogue")),
    "unfenced" => services => Break(Supersede(services), stream => new UnfencedStream(stream)),
    "double-fills" => services => services.AddSingleton<IIncomingGrainCallFilter, DoubledFills>(),
    "stumbling-feed" => services => services.AddSingleton<IIncomingGrainCallFilter, StumblingFeed>(),
    "throwing" => Throw,
    "broken-disk" => services => services.AddSingleton<Disk, BrokenDisk>(),
    "lingering" => services => services.AddSingleton<IFatalErrorHandler, LingeringSilo>(),
    var unknown => throw new ArgumentException($"no promise is called {unknown}"),
}));

static IServiceCollection Supersede(IServiceCollection services) =>
    services.AddGrainDirectory(GrainDirectoryAttribute.DEFAULT_GRAIN_DIRECTORY, (_, _) => new OwnDirectory());

static void Throw(IServiceCollection services)
{
    var timers = services.Last(s => s.ServiceType == typeof(ITimerRegistry)).ImplementationType!;
    services.AddSingleton<FaultSwitch>().AddSingleton<IIncomingGrainCallFilter, ThrowingGrains>();
    services.AddSingleton<ITimerRegistry>(s => new ThrowingTimers(
        (ITimerRegistry)ActivatorUtilities.CreateInstance(s, timers), s.GetRequiredService<FaultSwitch>()));
}

static void Break(IServiceCollection services, Func<IJournalStream, BrokenStream> breakStream)
{
    var journal = services.Last(s => s.ServiceType == typeof(IJournal)).ImplementationFactory!;
    services.AddSingleton<IJournal>(s => new BrokenJournal((IJournal)journal(s), breakStream));
}
