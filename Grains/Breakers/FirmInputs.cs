using Microsoft.Extensions.Logging;
using TradingOps.Engine.Breakers;
using TradingOps.Engine.Instruments;

namespace TradingOps.Grains.Breakers;

/// <summary>Reads the figures that the firm's breaker evaluates. Used within one grain's turns only.</summary>
internal sealed class FirmInputs(
    IGrainFactory grains, InstrumentCatalogue catalogue, BreakerServices services, ILogger logger)
{
    private readonly Instrument? _index = catalogue.TryGet(services.Options.Index, out var index) ? index : null;

    /// <summary>
    /// The current figures. A figure that cannot be read is left out and trips nothing; each market and account still fails
    /// closed.
    /// </summary>
    public async Task<FirmFigures> ReadAsync()
    {
        var day = DateOnly.FromDateTime(services.Clock.GetUtcNow().UtcDateTime);
        return new(day, await OrNothingAsync(ReadLossAsync()), await OrNothingAsync(ReadIndexFallAsync()));
    }

    private async Task<decimal?> OrNothingAsync(Task<decimal?> input)
    {
        try
        {
            return await input;
        }
        catch (Exception e) when (GrainCall.IsFailure(e))
        {
            Log.InputFailed(logger, e);
            return null;
        }
    }

    private async Task<decimal?> ReadLossAsync()
    {
        var firm = await grains.GetFirm().GetFirm();
        // While reports of accounts are missing, the sums are not those of the firm.
        return firm.MissingAccounts > 0 || firm.StartOfDayEquity <= 0 ? null : firm.DailyLoss;
    }

    private async Task<decimal?> ReadIndexFallAsync()
    {
        if (_index is null) return null;
        var mark = await grains.GetOrderBook(_index.Symbol).GetMark();
        // A fall counts from the last close; before the first close, from the reference price of the instrument.
        var reference = mark.LastClose ?? _index.ReferencePrice;
        return reference > 0 && mark.Last is { } price ? (reference - price) / reference : null;
    }
}
