using System.Net;

namespace TradingOps.EndToEnd.Tests.Stack;

/// <summary>Takes whatever is posted to it, one after the other.</summary>
internal sealed class PostListener : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Action<byte[]> _take;
    private readonly Task _run;

    /// <param name="path">What the path of a post begins with, such as <c>/slack/</c>.</param>
    /// <param name="take">Told of every body.</param>
    public PostListener(string path, Action<byte[]> take)
    {
        _take = take;
        Address = $"http://127.0.0.1:{Ports.Free(1)[0]}";
        _listener.Prefixes.Add(Address + path);
        _listener.Start();
        _run = RunAsync();
    }

    /// <summary>Where it listens, without the path.</summary>
    public string Address { get; }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _run;
    }

    private async Task RunAsync()
    {
        while (true)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                _take(body.ToArray());
                context.Response.Close();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
