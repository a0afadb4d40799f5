using System.Runtime.CompilerServices;
using TradingOps.Engine.Books;

namespace TradingOps.Benchmarks.Replay;

/// <summary>Plays the messages of a stream to a book and writes the report stream of the benchmark.</summary>
internal sealed class StreamPlayer(OrderBook book, ReportRing ring)
{
    private readonly BookEventBuffer _events = new();

    /// <summary>Applies one message and reports what came of it.</summary>
    /// <remarks>
    /// Not inlined: a method that is called for every message is compiled for good, with what was learned about it, while the
    /// loop around it would keep what was compiled while it ran for the first time.
    /// </remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Play(in StreamMessage message)
    {
        _events.Clear();
        switch (message.Type)
        {
            case StreamMessage.New:
                book.Apply(
                    new BookCommand
                    {
                        Kind = BookCommandKind.New,
                        OrderId = message.OrderId,
                        Spec = new()
                        {
                            Instructions = new(
                                (Side)message.Side, OrderType.Limit,
                                message.ImmediateOrCancel != 0 ? TimeInForce.Ioc : TimeInForce.Gtc, SelfTradePrevention.None),
                            Price = message.PriceTicks,
                            Quantity = message.Quantity,
                        },
                    },
                    _events);
                break;
            case StreamMessage.Cancel:
                book.Apply(new BookCommand { Kind = BookCommandKind.Cancel, OrderId = message.OrderId }, _events);
                break;
            default:
                book.Apply(
                    new BookCommand
                    {
                        Kind = BookCommandKind.Replace,
                        OrderId = message.OrderId,
                        Spec = new() { Price = message.PriceTicks, Quantity = message.Quantity },
                    },
                    _events);
                break;
        }
        Report(message);
        ring.Publish();
    }

    /// <summary>Cancels what the orders of messages left in the book, and reports nothing.</summary>
    public void CancelAll(ReadOnlySpan<StreamMessage> messages)
    {
        foreach (ref readonly var message in messages)
        {
            _events.Clear();
            book.Apply(new BookCommand { Kind = BookCommandKind.Cancel, OrderId = message.OrderId }, _events);
        }
    }

    private void Report(in StreamMessage message)
    {
        foreach (ref readonly var e in _events.Span)
        {
            // A resting order is its OrderAck's or ModifyAck's other half: the benchmark has no report of its own for it.
            if (e.Kind == BookEventKind.Rested) continue;
            ref var report = ref ring.Next();
            report.SequenceNumber = message.SequenceNumber;
            report.Side = (byte)e.Side;
            report.OrderId = e.OrderId;
            report.PriceTicks = e.Price;
            report.Quantity = (uint)e.Quantity;
            switch (e.Kind)
            {
                case BookEventKind.Accepted:
                    report.Type = Replay.Report.OrderAck;
                    break;
                case BookEventKind.Traded:
                    report.Type = Replay.Report.Trade;
                    report.MakerOrderId = e.CounterOrderId;
                    report.TakerOrderId = e.OrderId;
                    break;
                case BookEventKind.Canceled:
                    report.Type = Replay.Report.CancelAck;
                    break;
                case BookEventKind.Replaced:
                    report.Type = Replay.Report.ModifyAck;
                    break;
                default:
                    report.Type = message.Type == StreamMessage.Modify ? Replay.Report.ModifyReject : Replay.Report.CancelReject;
                    break;
            }
        }
    }
}
