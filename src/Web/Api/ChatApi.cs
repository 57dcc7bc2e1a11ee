using System.ComponentModel;
using ConversationMemory.Data.Accounts;
using ConversationMemory.Data.Messages;
using ConversationMemory.Services.Chat;
using ConversationMemory.Services.Messages;
using ConversationMemory.Services.Messages.Access;
using ConversationMemory.Web.Accounts;
using ConversationMemory.Web.Api.Json;
using ConversationMemory.Web.Api.OpenApi;
using ConversationMemory.Web.Api.Problems;
using ConversationMemory.Web.Security;
using Microsoft.AspNetCore.Mvc;

namespace ConversationMemory.Web.Api;

/// <param name="Message">What the person says: 1 to 4,000 characters unless the portal is set otherwise.</param>
/// <param name="ConversationId">Left out: a new conversation begins.</param>
/// <param name="AgentId">Who answers a new conversation; left out: the default agent.</param>
internal sealed record ChatBody(string? Message, string? ConversationId = null, string? AgentId = null);

/// <param name="Message">The reply's text.</param>
/// <param name="ToolCalls">The tools called for it, in order.</param>
/// <param name="TokenCount">Tokens of the reply.</param>
/// <param name="MessageCount">Messages in the conversation, as far as they are kept.</param>
/// <param name="IsNewConversation">The conversation began with this message.</param>
internal sealed record ChatAnswer(
    Guid ConversationId, string Message, IReadOnlyList<ToolCall> ToolCalls, int TokenCount, int MessageCount, bool IsNewConversation);

internal static class ChatApi
{
    private const int MaxKeyLength = 200;

    public static void MapChat(this RouteGroupBuilder api) => api.MapPost("/agent/chat", SendAsync)
            .Needs(KeyScope.Chat)
        .RequireRateLimiting(RateLimits.Chat)
        .WithTags("Chat")
        .WithSummary("Send a message and get the reply")
        .WithDescription(
            """
            The message is stored before any model is asked, and the reply is written to its end even when you hang up. With
            `Accept: text/event-stream` the answer streams as the events `start` {conversation_id, user_seq,
            is_new_conversation}, `delta` {text}, `tool_call` {id, name, input, status, output}, and then either `done` with the
            object of the JSON answer, or `error` with problem details. When the model fails, the message is kept: the problem
            holds its conversation_id and user_seq. A repeat with the same Idempotency-Key sends nothing twice and gets the same
            answer.
            """)
        .Accepts<ChatBody>("application/json")
        .Produces<ChatAnswer>(StatusCodes.Status200OK, "application/json", "text/event-stream")
        .ProducesProblems(400, 403, 404, 409, 413, 415, 422, 429, 502, 503, 504);

    private static async Task<IResult> SendAsync(
        Body<ChatBody> body,
        [FromHeader(Name = "Idempotency-Key"), Description("Any text of up to 200 characters, one for each message; remembered for a day.")] string? key,
        HttpRequest request, ChatTurns turns, ChatReplies replies, ConversationAccessRule access, CancellationToken ct)
    {
        var message = Request(body.Value, key);
        // The conversation is in the body, where no filter looks.
        if (message.ConversationId is { } conversation) await EnterAsync(access, conversation, ct);
        var sent = await turns.SendAsync(message, ct);
        return WantsStream(request)
            ? TypedResults.ServerSentEvents(replies.StreamAsync(sent, ct))
            : await replies.AnswerAsync(sent, ct);
    }

    private static async Task EnterAsync(ConversationAccessRule access, Guid conversation, CancellationToken ct)
    {
        var admission = await access.AdmitAsync(conversation, ConversationRole.Writer, writes: true, ct);
        if (admission == Admission.Absent) throw ProblemException.NoConversation();
        if (admission == Admission.Refused)
            throw new ProblemException(ProblemKind.NotAllowed, "This conversation is shared with you to read. Ask its owner to make you a writer.");
    }

    private static SendRequest Request(ChatBody body, string? key)
    {
        if (key is not null && (string.IsNullOrWhiteSpace(key) || key.Length > MaxKeyLength))
            throw ApiException.BadRequest("bad_idempotency_key", $"An Idempotency-Key has 1 to {MaxKeyLength} characters.");
        return new SendRequest(
            Id(body.ConversationId) ?? (body.ConversationId is null ? null : throw ProblemException.NoConversation()),
            Id(body.AgentId) ?? (body.AgentId is null ? null : throw ProblemException.NoAgent()),
            body.Message,
            key);
    }

    private static Guid? Id(string? text) => Guid.TryParse(text, out var id) ? id : null;

    private static bool WantsStream(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(accepted => accepted.MediaType == "text/event-stream");
}
