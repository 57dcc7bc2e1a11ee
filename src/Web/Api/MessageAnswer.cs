using ConversationMemory.Data.Chat;
using ConversationMemory.Services.Context;
using ConversationMemory.Services.Messages;

namespace ConversationMemory.Web.Api;

/// <summary>A message as the API tells it.</summary>
/// <param name="Seq">Counts up within the conversation and never repeats.</param>
/// <param name="ToolCalls">The tools called for this reply, in order.</param>
/// <param name="TokenCount">Tokens of content and tool calls, in <c>o200k_base</c>.</param>
/// <param name="Model">The model that answered.</param>
/// <param name="Error">For a broken reply: what went wrong.</param>
/// <param name="ReplyTo">The seq of the message that this reply answers.</param>
/// <param name="Context">What the reply was made from, and what was left out.</param>
/// <param name="Author">Who wrote it, where several people write in the conversation.</param>
internal sealed record MessageAnswer(
    int Seq, MessageRole Role, MessageStatus Status, string Content, IReadOnlyList<ToolCall> ToolCalls, int TokenCount,
    DateTimeOffset CreatedAt, string? Model, string? Error, int? ReplyTo, ContextRecord? Context, string? Author)
{
    public static MessageAnswer Of(Message message, MessageAuthors authors) => new(
        message.Seq, message.Role, message.Status, message.Content, message.ToolCalls ?? [], message.Tokens,
        message.CreatedAt, message.Model, message.Error, message.ReplyTo,
        ContextRecord.Find(message.Context),
        authors.Of(message));
}
