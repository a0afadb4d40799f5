using System.IO.Pipelines;

namespace TradingOps.Hosting.Limits;

/// <summary>Both directions of a connection.</summary>
internal sealed class ProblemTransport(PipeReader input, PipeWriter output) : IDuplexPipe
{
    public PipeReader Input => input;

    public PipeWriter Output => output;
}
