using Microsoft.AspNetCore.WebUtilities;

namespace TradingOps.Client.Contract;

/// <summary>What a status of an answer means here.</summary>
internal static class Answers
{
    public static string Describe(int status) => status switch
    {
        400 => "Malformed or invalid; detail names the field and the value.",
        401 => "No key, or a wrong one.",
        403 => "The key lacks the role or the account.",
        404 => "What is named is not known.",
        409 => "It does not go with what is there already, such as an order that is not open.",
        413 => "The body is too large.",
        415 => "The body is not application/json.",
        422 => "Understood and refused, by risk, a breaker or the book; an order that was refused stands under order.",
        429 => "More requests a second than allowed; again later.",
        503 => "The cluster is not reachable or the outcome is not known; retryable says whether to send it again.",
        _ => ReasonPhrases.GetReasonPhrase(status),
    };
}
