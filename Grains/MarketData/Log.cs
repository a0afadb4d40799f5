using Microsoft.Extensions.Logging;
using TradingOps.Engine.Actors;

namespace TradingOps.Grains.MarketData;

internal static partial class Log
{
    [LoggerMessage(2011, LogLevel.Information, "Feed {Feed} is {Status} in run {Run}, by {Actor}")]
    public static partial void FeedChanged(ILogger logger, string feed, FeedStatus status, int run, Actor actor);

    [LoggerMessage(2012, LogLevel.Information, "Feed {Feed} has played its recording to place {Place}")]
    public static partial void FeedFinished(ILogger logger, string feed, long place);

    [LoggerMessage(2013, LogLevel.Error, "Feed {Feed} failed: {Fault}")]
    public static partial void FeedFailed(ILogger logger, string feed, string? fault);

    [LoggerMessage(2014, LogLevel.Warning, "Feed {Feed} cannot go on now; retrying")]
    public static partial void FeedDelayed(ILogger logger, string feed, Exception exception);

    [LoggerMessage(2015, LogLevel.Error, "Feed {Feed} ended by an error of its own")]
    public static partial void FeedBroken(ILogger logger, string feed, Exception exception);
}
