using Microsoft.Extensions.Logging;
using TradingOps.Engine.Breakers;
using TradingOps.Engine.Instruments;

namespace TradingOps.Grains.Breakers;

/// <summary>Reads what the firm's breaker looks at. Used within one grain's turns only.</summary>
internal sealed class FirmGauges(
    IGrainFactory grains, InstrumentCatalogue catalogue, BreakerServices services, ILogger logger)
{
    private readonly Instrument? _index = catalogue.TryGet(services.Options.Index, out var index) ? index : null;

    /// <summary>
    /// The figures of now. What cannot be had is left out: a gauge that fails does not trip, and each market and account still
    /// fails closed by itself.
    /// </summary>
    public async Task<FirmFigures> ReadAsync()
    {
        var day = DateOnly.FromDateTime(services.Clock.GetUtcNow().UtcDateTime);
        return new(day, await OrNothingAsync(ReadLossAsync()), await OrNothingAsync(ReadIndexFallAsync()));
    }

    private async Task<decimal?> OrNothingAsync(Task<decimal?> gauge)
    {
        try
        {
            return await gauge;
        }
        catch (Exception e) when (GrainCall.IsFailure(e))
        {
            Log.GaugeFailed(logger, e);
            return null;
        }
    }

    private async Task<decimal?> ReadLossAsync()
    {
        var firm = await grains.GetFirm().GetFirm();
        // While accounts are missing the figures are not the firm's.
        return firm.MissingAccounts > 0 || firm.StartOfDayEquity <= 0 ? null : firm.DailyLoss;
    }

    private async Task<decimal?> ReadIndexFallAsync()
    {
        if (_index is null) return null;
        var mark = await grains.GetOrderBook(_index.Symbol).GetMark();
        // A fall counts from the last close; before the first, from the price that the instrument was put with.
        var reference = mark.LastClose ?? _index.ReferencePrice;
        return reference > 0 && mark.Last is { } price ? (reference - price) / reference : null;
    }
}
