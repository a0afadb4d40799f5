using TradingOps.Engine.Books;

namespace TradingOps.Engine.Tests.Books;

internal static class CommandExtensions
{
    /// <summary>The command with another order in it.</summary>
    public static BookCommand With(this BookCommand command, Func<OrderSpec, OrderSpec> change) =>
        command with { Spec = change(command.Spec) };
}
