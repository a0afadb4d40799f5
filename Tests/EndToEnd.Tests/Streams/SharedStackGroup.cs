namespace TradingOps.EndToEnd.Tests.Streams;

/// <summary>Shares the stack.</summary>
[CollectionDefinition(SharedStack.Name)]
public sealed class SharedStackGroup : ICollectionFixture<SharedStack>;
