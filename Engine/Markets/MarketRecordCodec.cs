using System.Collections.Immutable;
using System.Runtime.InteropServices;
using TradingOps.Engine.Actors;
using TradingOps.Engine.Books;
using TradingOps.Engine.Settlement;

namespace TradingOps.Engine.Markets;

/// <summary>
/// The bytes of a <see cref="MarketRecord"/> in the journal: a version, then variable-length integers, little-endian.
/// </summary>
public static class MarketRecordCodec
{
    // Version 1 has no actor. Before version 3 an order has neither tag, minimum, slippage nor limits of its exits, no account
    // an owner, no cancel a reason, and no trade says that it ended an auction. Before version 4 only the clock has a note, and
    // there are no official prices and deliveries. Only a bust is of version 5: earlier versions read everything else.
    private const byte Version = 5;
    private const byte PlainVersion = 4;

    private const byte KeptPriority = 1;
    private const byte InAuction = 2;

    private const byte HasNote = 1;
    private const byte HasOfficial = 2;
    private const byte HasDelivery = 4;
    private const byte HasBust = 8;

    /// <summary>Encodes a record.</summary>
    public static byte[] Encode(MarketRecord record)
    {
        using var buffer = new MemoryStream(96 + 32 * record.Events.Length);
        using var writer = new BinaryWriter(buffer);
        writer.Write(record.Bust is null ? PlainVersion : Version);
        writer.Write7BitEncodedInt64(record.Sequence);
        WriteCommand(writer, record.Command);
        writer.Write(record.ClientOrderId ?? "");
        writer.Write(record.Tag ?? "");
        WriteActor(writer, record.Actor);
        writer.Write7BitEncodedInt(record.Parties.Length);
        foreach (var party in record.Parties)
        {
            writer.Write7BitEncodedInt(party.Account);
            writer.Write(party.Name);
            writer.Write7BitEncodedInt64(party.FirstNumber);
        }
        writer.Write7BitEncodedInt(record.Events.Length);
        foreach (ref readonly var e in record.Events.AsSpan()) WriteEvent(writer, e);
        WriteRare(writer, record);
        writer.Flush();
        return buffer.ToArray();
    }

    /// <summary>
    /// Decodes what <see cref="Encode"/> made, in this version or an earlier one; <see cref="InvalidDataException"/> if it is of
    /// no version (<see cref="UnknownVersionException"/> of a newer one) or cut short.
    /// </summary>
    public static MarketRecord Decode(ReadOnlyMemory<byte> bytes)
    {
        // What the journal hands out is an array already; only other memory has to be copied.
        var array = MemoryMarshal.TryGetArray(bytes, out var segment) ? segment : new(bytes.ToArray());
        using var reader = new BinaryReader(new MemoryStream(array.Array!, array.Offset, array.Count, writable: false));
        try
        {
            var version = reader.ReadByte();
            if (version > Version) throw new UnknownVersionException("market record", version, Version);
            if (version == 0) throw new InvalidDataException("market record of version 0");
            var sequence = reader.Read7BitEncodedInt64();
            var command = ReadCommand(reader, version);
            var clientOrderId = reader.ReadString();
            var tag = version > 2 ? reader.ReadString() : "";
            var actor = version == 1 ? null : ReadActor(reader);
            var parties = new MarketParty[reader.Read7BitEncodedInt()];
            for (var i = 0; i < parties.Length; i++)
                parties[i] = new(reader.Read7BitEncodedInt(), reader.ReadString(), reader.Read7BitEncodedInt64());
            var events = new BookEvent[reader.Read7BitEncodedInt()];
            for (var i = 0; i < events.Length; i++) events[i] = ReadEvent(reader);
            var rare = version > 3 ? reader.ReadByte() : command.Kind == BookCommandKind.SetClockBack ? HasNote : 0;
            var record = new MarketRecord(
                sequence, command, clientOrderId.Length == 0 ? null : clientOrderId, Freeze(parties), Freeze(events))
            {
                Actor = actor,
                Tag = tag.Length == 0 ? null : tag,
                Note = (rare & HasNote) != 0 ? reader.ReadString() : null,
                Official = (rare & HasOfficial) != 0 ? OfficialPrice.ReadFrom(reader) : null,
                Delivery = (rare & HasDelivery) != 0 ? Delivery.ReadFrom(reader) : null,
            };
            if ((rare & HasBust) == 0) return record;
            return record with
            {
                Command = command with { CounterAccount = reader.Read7BitEncodedInt() },
                Bust = TradeBust.ReadFrom(reader),
            };
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException("market record is cut short", e);
        }
    }

    private static void WriteRare(BinaryWriter writer, MarketRecord record)
    {
        writer.Write((byte)((record.Note is null ? 0 : HasNote) | (record.Official is null ? 0 : HasOfficial)
            | (record.Delivery is null ? 0 : HasDelivery) | (record.Bust is null ? 0 : HasBust)));
        if (record.Note is not null) writer.Write(record.Note);
        record.Official?.WriteTo(writer);
        record.Delivery?.WriteTo(writer);
        if (record.Bust is null) return;
        writer.Write7BitEncodedInt(record.Command.CounterAccount);
        record.Bust.WriteTo(writer);
    }

    private static ImmutableArray<T> Freeze<T>(T[] array) =>
        ImmutableCollectionsMarshal.AsImmutableArray(array);

    private static void WriteActor(BinaryWriter writer, Actor? actor)
    {
        writer.Write(actor?.Name ?? "");
        if (actor is null) return;
        writer.Write(actor.OnBehalfOf ?? "");
        writer.Write(actor.Address ?? "");
    }

    private static Actor? ReadActor(BinaryReader reader)
    {
        var name = reader.ReadString();
        if (name.Length == 0) return null;
        var (onBehalfOf, address) = (reader.ReadString(), reader.ReadString());
        return new(name, onBehalfOf.Length == 0 ? null : onBehalfOf, address.Length == 0 ? null : address);
    }

    private static void WriteCommand(BinaryWriter writer, in BookCommand c)
    {
        writer.Write((byte)c.Kind);
        c.Spec.Instructions.WriteTo(writer);
        writer.Write7BitEncodedInt(c.Account);
        writer.Write7BitEncodedInt64(c.OrderId);
        writer.Write7BitEncodedInt64(c.Time);
        c.Spec.WriteCommonTo(writer);
        var isPlain = c.Spec.IsCommon
            && c == new BookCommand
            {
                Kind = c.Kind,
                Account = c.Account,
                CounterAccount = c.CounterAccount,
                OrderId = c.OrderId,
                Time = c.Time,
                Spec = c.Spec,
            };
        writer.Write(isPlain);
        if (isPlain) return;
        c.Spec.WriteRareTo(writer);
        writer.Write7BitEncodedInt64(c.NewOrderId);
        writer.Write7BitEncodedInt64(c.LinkedOrderId);
        writer.Write7BitEncodedInt64(c.TakeProfitId);
        writer.Write7BitEncodedInt64(c.StopLossId);
        writer.Write7BitEncodedInt64(c.Position);
        writer.Write((byte)c.Session);
        writer.Write7BitEncodedInt64(c.BandLow);
        writer.Write7BitEncodedInt64(c.BandHigh);
        writer.Write((byte)c.Reason);
        writer.Write7BitEncodedInt64(c.Owner);
    }

    private static BookCommand ReadCommand(BinaryReader reader, byte version)
    {
        var kind = (BookCommandKind)reader.ReadByte();
        var instructions = OrderInstructions.ReadFrom(reader);
        var plain = new BookCommand
        {
            Kind = kind,
            Account = reader.Read7BitEncodedInt(),
            OrderId = reader.Read7BitEncodedInt64(),
            Time = reader.Read7BitEncodedInt64(),
            Spec = OrderSpec.ReadCommonFrom(reader, instructions),
        };
        if (reader.ReadBoolean()) return plain;
        return version > 2
            ? plain with
            {
                Spec = plain.Spec.WithRareFrom(reader),
                NewOrderId = reader.Read7BitEncodedInt64(),
                LinkedOrderId = reader.Read7BitEncodedInt64(),
                TakeProfitId = reader.Read7BitEncodedInt64(),
                StopLossId = reader.Read7BitEncodedInt64(),
                Position = reader.Read7BitEncodedInt64(),
                Session = (SessionState)reader.ReadByte(),
                BandLow = reader.Read7BitEncodedInt64(),
                BandHigh = reader.Read7BitEncodedInt64(),
                Reason = (BookReason)reader.ReadByte(),
                Owner = reader.Read7BitEncodedInt64(),
            }
            : ReadRareOfVersion2(reader, plain);
    }

    private static BookCommand ReadRareOfVersion2(BinaryReader reader, in BookCommand plain)
    {
        var spec = plain.Spec.WithRareOfVersion2From(reader);
        var (renamed, linked) = (reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt64());
        var (takeProfit, profitPrice) = (reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt64());
        var (stopLoss, lossPrice) = (reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt64());
        return plain with
        {
            Spec = spec with { TakeProfitPrice = profitPrice, StopLossPrice = lossPrice },
            NewOrderId = renamed,
            LinkedOrderId = linked,
            TakeProfitId = takeProfit,
            StopLossId = stopLoss,
            Session = (SessionState)reader.ReadByte(),
            BandLow = reader.Read7BitEncodedInt64(),
            BandHigh = reader.Read7BitEncodedInt64(),
        };
    }

    private static void WriteEvent(BinaryWriter writer, in BookEvent e)
    {
        writer.Write((byte)e.Kind);
        writer.Write((byte)e.Reason);
        writer.Write((byte)e.Side);
        writer.Write((byte)((e.KeptPriority ? KeptPriority : 0) | (e.IsAuction ? InAuction : 0)));
        writer.Write7BitEncodedInt(e.Account);
        writer.Write7BitEncodedInt(e.CounterAccount);
        writer.Write7BitEncodedInt64(e.OrderId);
        writer.Write7BitEncodedInt64(e.CounterOrderId);
        writer.Write7BitEncodedInt64(e.Price);
        writer.Write7BitEncodedInt64(e.Quantity);
        writer.Write7BitEncodedInt64(e.Remaining);
        writer.Write7BitEncodedInt64(e.CounterRemaining);
    }

    private static BookEvent ReadEvent(BinaryReader reader)
    {
        var (kind, reason, side, flags) = (reader.ReadByte(), reader.ReadByte(), reader.ReadByte(), reader.ReadByte());
        return new()
        {
            Kind = (BookEventKind)kind,
            Reason = (BookReason)reason,
            Side = (Side)side,
            KeptPriority = (flags & KeptPriority) != 0,
            IsAuction = (flags & InAuction) != 0,
            Account = reader.Read7BitEncodedInt(),
            CounterAccount = reader.Read7BitEncodedInt(),
            OrderId = reader.Read7BitEncodedInt64(),
            CounterOrderId = reader.Read7BitEncodedInt64(),
            Price = reader.Read7BitEncodedInt64(),
            Quantity = reader.Read7BitEncodedInt64(),
            Remaining = reader.Read7BitEncodedInt64(),
            CounterRemaining = reader.Read7BitEncodedInt64(),
        };
    }
}
