using TradingOps.EndToEnd.Tests.Streams;

namespace TradingOps.EndToEnd.Tests.Breakers;

/// <summary>Requests to a breaker that are wrong.</summary>
[Collection(SharedStack.Name)]
public sealed class BreakerProblemTests(SharedStack shared)
{
    [Theory]
    [InlineData("/breakers/firm/trip", "{}", 400, "invalid_reason")]
    [InlineData("/breakers/firm/trip", """{"reason":"x","force":true}""", 400, "unknown_field")]
    [InlineData("/breakers/nothing/trip", """{"reason":"x"}""", 404, "unknown_breaker")]
    [InlineData("/breakers/account:nobody/trip", """{"reason":"x"}""", 404, "unknown_breaker")]
    [InlineData("/breakers/symbol:NOPE/reset", """{"reason":"x"}""", 404, "unknown_breaker")]
    [InlineData("/breakers/firm/approve", """{"reason":"x"}""", 409, "nothing_asked")]
    public async Task What_cannot_be_changed_is_a_problem(string path, string body, int expected, string code)
    {
        var (status, problem) = await shared.Stack.PostAsync(path, body);
        Assert.Equal((expected, code), (status, problem.GetProperty("code").GetString()));
    }
}
