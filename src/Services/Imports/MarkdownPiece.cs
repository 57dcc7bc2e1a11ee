using ConversationMemory.Data.Messages;
using ConversationMemory.Services.Exports;
using ConversationMemory.Services.Imports.Formats;

namespace ConversationMemory.Services.Imports;

/// <summary>Our Markdown, read back: what was said, by whom and when.</summary>
internal static class MarkdownPiece
{
    private const string Kind = "Markdown";

    public static async Task<ImportPiece> ReadAsync(Stream content, ImportOptions limits, CancellationToken ct)
    {
        using var bytes = new MemoryStream();
        await new BoundedStream(content, limits.MaxEntryBytes).CopyToAsync(bytes, ct);
        try
        {
            return new ImportPiece(StorableText.Of(Chat(MarkdownReader.Read(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)))));
        }
        catch (FormatException damaged)
        {
            return new ImportPiece(null, $"It is damaged: {damaged.Message}", Kind);
        }
    }

    private static ImportedChat Chat(MarkdownConversation conversation) => new()
    {
        Format = ImportFormats.Markdown,
        SourceId = conversation.Id.ToString(),
        Title = conversation.Title,
        CreatedAt = conversation.CreatedAt,
        UpdatedAt = conversation.UpdatedAt,
        Messages = [.. conversation.Messages.Select(Message)],
        Notes = conversation.Summary is null ? [] : ["Its summary is left out: it stands for messages that are not in the file."],
    };

    private static MessageRecord Message(MessageRecord message) => message with
    {
        Error = message.Status == MessageStatus.Broken ? "The reply broke off." : null,
    };
}
