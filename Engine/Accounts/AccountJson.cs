using System.Text.Json;
using System.Text.Json.Serialization;
using TradingOps.Engine.Books;

namespace TradingOps.Engine.Accounts;

/// <summary>The form of account records and checkpoints in the journal: JSON, since they are few and people read them.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AccountRecord))]
[JsonSerializable(typeof(AccountRegistration))]
[JsonSerializable(typeof(AccountCheckpoint))]
[JsonSerializable(typeof(BookCommand))]
public sealed partial class AccountJson : JsonSerializerContext
{
    /// <summary>Encodes a record.</summary>
    public static byte[] Encode(AccountRecord record) => JsonSerializer.SerializeToUtf8Bytes(record, Default.AccountRecord);

    /// <summary>Encodes a registration.</summary>
    public static byte[] Encode(AccountRegistration registration) =>
        JsonSerializer.SerializeToUtf8Bytes(registration, Default.AccountRegistration);

    /// <summary>Encodes a checkpoint.</summary>
    public static byte[] Encode(AccountCheckpoint checkpoint) =>
        JsonSerializer.SerializeToUtf8Bytes(checkpoint, Default.AccountCheckpoint);

    /// <summary>Decodes a record; <see cref="JsonException"/> if it is invalid.</summary>
    public static AccountRecord DecodeRecord(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, Default.AccountRecord)!;

    /// <summary>Decodes a registration; <see cref="JsonException"/> if it is invalid.</summary>
    public static AccountRegistration DecodeRegistration(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, Default.AccountRegistration)!;

    /// <summary>Decodes a checkpoint; <see cref="JsonException"/> if it is invalid.</summary>
    public static AccountCheckpoint DecodeCheckpoint(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, Default.AccountCheckpoint)!;
}
