namespace TradingOps.Client.Streams;

/// <summary>What a stream has to say about itself.</summary>
internal sealed record NoticeBody(string Code, string Detail);
