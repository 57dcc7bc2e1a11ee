using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ConversationMemory.Data.Messages;

namespace ConversationMemory.Services.Exports;

/// <summary>The word that marks a Markdown export's comments: the same for each export of a conversation, and in none of its texts.</summary>
internal static class ExportBoundary
{
    public static string For(ConversationExport conversation)
    {
        var texts = Texts(conversation).ToList();
        return Candidates(conversation.Id).First(word => !texts.Exists(text => text.Contains(word, StringComparison.OrdinalIgnoreCase)));
    }

    private static IEnumerable<string> Candidates(Guid id)
    {
        for (var round = 0; ; round++)
            yield return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{id} {round}")))[..12];
    }

    private static IEnumerable<string> Texts(ConversationExport conversation) =>
    [
        conversation.Id.ToString(), conversation.Title, conversation.AgentName,
        .. conversation.Summaries.Select(s => s.Content),
        .. conversation.Messages.SelectMany(m => new[] { m.Content, m.Error ?? "", m.AuthorName ?? "", ToolCalls(m) }),
    ];

    private static string ToolCalls(MessageRecord message) =>
        message.ToolCalls is { Count: > 0 } calls ? JsonSerializer.Serialize(calls, ToolCallJson.Options) : "";
}
