using TradingOps.Engine.Books;

namespace TradingOps.Tests.Shared;

internal static class CommandExtensions
{
    /// <summary>The command with another order in it.</summary>
    public static BookCommand With(this BookCommand command, Func<OrderSpec, OrderSpec> change) =>
        command with { Spec = change(command.Spec) };
}
