using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using TradingOps.Engine.Errors;

namespace TradingOps.Hosting.Limits;

/// <summary>
/// What the server refuses before there is a request: it answers with a status and nothing else. Here such an answer gets the
/// code and the detail of every other problem (docs/decisions/0043).
/// </summary>
public static class ServerRefusals
{
    /// <summary>The code of a status that the server or its routing answers.</summary>
    public static TradingError CodeOf(int status) => status switch
    {
        StatusCodes.Status404NotFound => TradingError.NotFound,
        StatusCodes.Status405MethodNotAllowed => TradingError.MethodNotAllowed,
        StatusCodes.Status408RequestTimeout => TradingError.RequestTimeout,
        StatusCodes.Status413PayloadTooLarge => TradingError.BodyTooLarge,
        StatusCodes.Status414UriTooLong => TradingError.UriTooLong,
        StatusCodes.Status415UnsupportedMediaType => TradingError.UnsupportedMediaType,
        StatusCodes.Status431RequestHeaderFieldsTooLarge => TradingError.HeadersTooLarge,
        StatusCodes.Status505HttpVersionNotsupported => TradingError.MalformedRequest,
        _ => status < 500 ? TradingError.MalformedRequest : TradingError.InternalError,
    };

    /// <summary>Gives the server's own answers on the connections of an endpoint the body of a problem.</summary>
    internal static void UseProblems(this IConnectionBuilder endpoint) => endpoint.Use(next => connection =>
    {
        var transport = connection.Transport;
        connection.Transport = new ProblemTransport(transport.Input, new ProblemPipeWriter(transport.Output));
        return next(connection);
    });

    /// <summary>The answer to a status, as it is sent.</summary>
    internal static byte[] ToAnswer(int status)
    {
        var code = CodeOf(status);
        var body = ProblemWriter.ToJson(status, code, $"the server refused the request: {code.Explain()}");
        var head = $"HTTP/1.1 {status} {ReasonPhrases.GetReasonPhrase(status)}\r\n"
            + $"Content-Type: {ProblemWriter.ContentType}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n"
            + $"Date: {DateTimeOffset.UtcNow:R}\r\nX-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\n\r\n";
        return [.. System.Text.Encoding.ASCII.GetBytes(head), .. body];
    }
}
