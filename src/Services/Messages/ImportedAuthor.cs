using System.Text.Encodings.Web;
using System.Text.Json;
using ConversationMemory.Data.Chat;
using ConversationMemory.Services.Context;

namespace ConversationMemory.Services.Messages;

/// <summary>
/// Who wrote a message that an import brought: a name that stood in the file, and nobody's account here, so it gives no right to anything. It lies in
/// the column that says of replies what they were made from, which a person's message has no use for.
/// </summary>
public static class ImportedAuthor
{
    /// <summary>UTF-16 units of a name.</summary>
    public const int MaxLength = 100;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <returns>Null: its owner wrote it, or a member with an account, or no person.</returns>
    public static string? Of(Message message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return message is { Role: MessageRole.User, AuthorId: null, Context: { } context } ? Read(context) : null;
    }

    /// <summary>As the message's <see cref="Message.Context"/>; no <see cref="ContextRecord"/> looks like it.</summary>
    public static string Write(string name) => JsonSerializer.Serialize(new Named(name), Json);

    /// <summary>How it is shown: nobody is to take it for an account of this portal.</summary>
    public static string Shown(string name) => $"{name} (imported)";

    private static string? Read(string context)
    {
        if (!context.StartsWith('{')) return null;
        try
        {
            return JsonSerializer.Deserialize<Named>(context, Json)?.Author is { Length: > 0 and <= MaxLength } name ? name : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Named(string? Author);
}
