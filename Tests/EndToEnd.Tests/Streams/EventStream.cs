using System.Net.ServerSentEvents;
using System.Text.Json;

namespace TradingOps.EndToEnd.Tests.Streams;

/// <summary>A reader of <c>/stream</c>.</summary>
internal sealed class EventStream : IAsyncDisposable
{
    /// <summary>Longer than a market is away whose silo dies.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly HttpResponseMessage _response;
    private readonly IAsyncEnumerator<SseItem<string>> _items;
    private readonly SseParser<string> _parser;

    private EventStream(HttpResponseMessage response, Stream body)
    {
        _response = response;
        _parser = SseParser.Create(body);
        _items = _parser.EnumerateAsync().GetAsyncEnumerator();
    }

    /// <summary>Id of the last event read.</summary>
    public string LastId => _parser.LastEventId;

    public static async Task<EventStream> OpenAsync(HttpClient http, string query, string? lastId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/stream?" + query);
        if (lastId is not null) request.Headers.Add("Last-Event-ID", lastId);
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if (!response.IsSuccessStatusCode)
            throw new HttpRequestException($"{response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
        return new(response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>The next event, or null at the end of the stream.</summary>
    public async Task<(string Name, JsonElement Data)?> NextAsync()
    {
        if (!await _items.MoveNextAsync().AsTask().WaitAsync(Pace.Scale(Patience))) return null;
        return (_items.Current.EventType, JsonElement.Parse(_items.Current.Data));
    }

    /// <summary>The next event of a name that satisfies; others are passed over.</summary>
    public async Task<JsonElement> NextAsync(string name, Func<JsonElement, bool>? satisfies = null)
    {
        while (await NextAsync() is { } e)
            if (e.Name == name && (satisfies is null || satisfies(e.Data)))
                return e.Data;
        Assert.Fail($"the stream ended without {name}");
        return default;
    }

    public async ValueTask DisposeAsync()
    {
        _response.Dispose();
        try
        {
            await _items.DisposeAsync();
        }
        catch (NotSupportedException)
        {
            // A read that was given up is still under way.
        }
    }
}
