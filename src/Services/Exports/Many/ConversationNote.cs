using System.Text.Json;

namespace ConversationMemory.Services.Exports.Many;

/// <summary>What index and manifest say of a conversation. It is the note of its first file, and so known to whoever goes on with the export.</summary>
/// <param name="Owner">The email of whose it is, in an export of an organisation.</param>
/// <param name="First">When the first message was written; null: there is none.</param>
internal sealed record ConversationNote(Guid Id, string Title, string Agent, string? Owner, int Messages, DateTimeOffset? First, DateTimeOffset? Last)
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static ConversationNote Of(ConversationExport conversation, string? owner) => new(
        conversation.Id, conversation.Title, conversation.AgentName, owner, conversation.Messages.Count,
        conversation.Messages.Count > 0 ? conversation.Messages[0].CreatedAt : null,
        conversation.Messages.Count > 0 ? conversation.Messages[^1].CreatedAt : null);

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Options);

    public static ConversationNote Read(byte[] note) => JsonSerializer.Deserialize<ConversationNote>(note, Options)!;
}

/// <summary>A conversation and its files.</summary>
internal sealed record ConversationFiles(ConversationNote Conversation, IReadOnlyList<ZipEntryRecord> Files)
{
    /// <summary>Files without a note belong to the conversation before them.</summary>
    public static IEnumerable<ConversationFiles> Of(IReadOnlyList<ZipEntryRecord> entries)
    {
        for (var i = 0; i < entries.Count;)
        {
            var next = i + 1;
            while (next < entries.Count && entries[next].Note.Length == 0) next++;
            if (entries[i].Note.Length > 0) yield return new ConversationFiles(ConversationNote.Read(entries[i].Note), [.. entries.Take(next).Skip(i)]);
            i = next;
        }
    }
}
