using System.Globalization;
using ConversationMemory.Data.Conversations;
using ConversationMemory.Services.Messages;

namespace ConversationMemory.Services.Imports;

/// <summary>The conversations that one piece of an upload can become: its path shown last, then its other branches. Reading and writing count them alike.</summary>
internal static class ImportPieces
{
    /// <returns>Each with its title, and the number of the branch: 0 for the path shown last, else from 2.</returns>
    public static IEnumerable<(ImportedChat Chat, string Title, int Branch)> Of(ImportedChat chat)
    {
        var title = TitleOf(chat);
        yield return (chat, title, 0);
        for (var i = 0; i < chat.Branches.Count; i++)
        {
            var named = string.Create(CultureInfo.InvariantCulture, $"{ConversationTitle.Cut(title, Conversation.MaxTitleLength - 20)} (branch {i + 2})");
            yield return (chat.Branches[i] with { Title = named, Branches = [] }, named, i + 2);
        }
    }

    private static string TitleOf(ImportedChat chat) => chat.Title
        ?? ConversationTitle.FromMessage(chat.Messages.FirstOrDefault(m => m.Role == Data.Chat.MessageRole.User)?.Text ?? (chat.Messages.Count > 0 ? chat.Messages[0].Text : ""));
}
