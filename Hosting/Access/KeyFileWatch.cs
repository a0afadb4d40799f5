using Microsoft.Extensions.Logging;

namespace TradingOps.Hosting.Access;

/// <summary>
/// Puts the keys of a file into force when the file changes. A file that cannot be used is logged, and the keys before stay.
/// </summary>
internal sealed class KeyFileWatch(KeyFile file, KeyRing keys, TimeProvider clock, ILogger<KeyFileWatch> logger)
    : PollingService(TimeSpan.FromSeconds(1), clock, logger)
{
    private string? _wrong;

    protected override Task StepAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (file.ReadChanged() is { } changed)
            {
                var revoked = keys.Replace(changed);
                Log.KeysReplaced(Logger, changed.Length, string.Join(", ", revoked));
            }
            _wrong = null;
        }
        catch (KeyFileException e)
        {
            // A file that is missing is looked for every second, and logged once.
            if (_wrong != e.Message) Log.KeysNotReplaced(Logger, e.Message);
            _wrong = e.Message;
        }
        return Task.CompletedTask;
    }
}
