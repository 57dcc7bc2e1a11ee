using System.Text.Encodings.Web;
using System.Text.Json;

namespace ConversationMemory.Services.Exports.Many;

/// <summary>What is in an export, for programs: <c>conversationmemory.export/1</c>, described in docs/exports.md.</summary>
internal static class ExportManifest
{
    public const string Schema = "conversationmemory.export/1";

    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task WriteAsync(IReadOnlyList<ZipEntryRecord> entries, Stream output, CancellationToken ct)
    {
        await using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        json.WriteString("schema", Schema);
        json.WriteStartArray("conversations");
        foreach (var (conversation, files) in ConversationFiles.Of([.. entries.Where(IsOfConversation)]))
        {
            WriteConversation(json, conversation, files);
            if (json.BytesPending > 100_000) await json.FlushAsync(ct);
        }

        json.WriteEndArray();
        json.WriteStartArray("files");
        foreach (var entry in entries.Where(entry => !IsOfConversation(entry))) WriteFile(json, entry);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    // What is not a conversation's stands beside the folder of them.
    internal static bool IsOfConversation(ZipEntryRecord entry) => entry.Name.StartsWith("conversations/", StringComparison.Ordinal);

    private static void WriteConversation(Utf8JsonWriter json, ConversationNote conversation, IReadOnlyList<ZipEntryRecord> files)
    {
        json.WriteStartObject();
        json.WriteString("id", conversation.Id);
        json.WriteString("title", conversation.Title);
        json.WriteString("agent", conversation.Agent);
        if (conversation.Owner is not null) json.WriteString("owner", conversation.Owner);
        json.WriteNumber("messages", conversation.Messages);
        json.WriteStartArray("files");
        foreach (var file in files) WriteFile(json, file);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteFile(Utf8JsonWriter json, ZipEntryRecord entry)
    {
        json.WriteStartObject();
        json.WriteString("path", entry.Name);
        json.WriteNumber("bytes", entry.Size);
        json.WriteString("sha256", Convert.ToHexStringLower(entry.Sha256));
        json.WriteEndObject();
    }
}
