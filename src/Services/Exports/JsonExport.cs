using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ConversationMemory.Services.Exports;

/// <summary>The lossless form: <c>conversationmemory.conversation/1</c>, described in docs/exports.md.</summary>
public static class JsonExport
{
    public const string Schema = "conversationmemory.conversation/1";

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        NewLine = "\n",
        RespectNullableAnnotations = true,
        AllowDuplicateProperties = false,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    /// <summary>UTF-8 without a byte order mark. The same conversation gives the same bytes.</summary>
    public static byte[] Write(ConversationExport conversation) => JsonSerializer.SerializeToUtf8Bytes(conversation, Options);

    /// <inheritdoc cref="Write(ConversationExport)"/>
    public static Task WriteAsync(ConversationExport conversation, PipeWriter output, CancellationToken ct) =>
        JsonSerializer.SerializeAsync(output, conversation, Options, ct);

    /// <exception cref="JsonException">This is not such a document, or one of a schema that is not known here.</exception>
    public static ConversationExport Read(ReadOnlySpan<byte> utf8)
    {
        var conversation = JsonSerializer.Deserialize<ConversationExport>(utf8, Options);
        return conversation?.Schema == Schema ? conversation : throw new JsonException($"The document is not of the schema {Schema}.");
    }
}
