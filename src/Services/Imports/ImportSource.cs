using System.Security.Cryptography;
using System.Text;

namespace ConversationMemory.Services.Imports;

/// <summary>By what a conversation is known again when its file is imported a second time.</summary>
public static class ImportSource
{
    /// <summary>SHA-256 of the service and its id there; where it has none, of what it says.</summary>
    public static byte[] KeyOf(ImportedChat chat)
    {
        ArgumentNullException.ThrowIfNull(chat);
        if (chat.SourceId is { } id) return SHA256.HashData(Encoding.UTF8.GetBytes($"{chat.Format}:{id}"));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{chat.Format}\n{chat.Title}"));
        foreach (var message in chat.Messages)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"\n{message.Role} {ImportedChat.TimeOf(message)?.UtcTicks} "));
            hash.AppendData(SHA256.HashData(Encoding.UTF8.GetBytes(message.Content)));
        }

        return hash.GetHashAndReset();
    }
}
