using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ConversationMemory.Data;
using ConversationMemory.Data.Messages;
using ConversationMemory.Services.Chat;
using ConversationMemory.Services.Models;
using ConversationMemory.Web.Api.Json;
using ConversationMemory.Web.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Web.Api;

/// <summary>Waits for the reply to a message that was sent, and tells it at the end or as it grows.</summary>
internal sealed class ChatReplies(AppDbContext db, ReplyFollower follower)
{
    public async Task<IResult> AnswerAsync(SentMessage sent, CancellationToken ct)
    {
        var last = new ReplyUpdate("", [], Ended: true);
        await foreach (var update in follower.FollowAsync(sent.ConversationId, sent.UserSeq, ct)) last = update;
        var (answer, problem) = await EndAsync(sent, last, ct);
        return problem is null ? TypedResults.Ok(answer) : problem;
    }

    public async IAsyncEnumerable<SseItem<string>> StreamAsync(SentMessage sent, [EnumeratorCancellation] CancellationToken ct)
    {
        yield return Event("start", new ReplyStart(sent.ConversationId, sent.UserSeq, sent.IsNew));
        var last = new ReplyUpdate("", [], Ended: true);
        var told = new HashSet<ToolProgress>();
        await foreach (var update in follower.FollowAsync(sent.ConversationId, sent.UserSeq, ct))
        {
            if (update.Delta.Length > 0) yield return Event("delta", new ReplyDelta(update.Delta));
            foreach (var tool in update.Tools.Where(told.Add)) yield return Event("tool_call", tool);
            last = update;
        }

        var (answer, problem) = await EndAsync(sent, last, ct);
        yield return problem is null ? Event("done", answer) : Event("error", problem.ProblemDetails);
    }

    private async Task<(ChatAnswer? Answer, ProblemHttpResult? Problem)> EndAsync(SentMessage sent, ReplyUpdate last, CancellationToken ct)
    {
        if (last.IsTakenBack) return (null, TakenBack(sent));
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var owner = db.CurrentUser.RequiredId;
        // Also where the window has moved past it already.
        var found = await db.Messages.IgnoreQueryFilters()
            .Where(m => m.OwnerId == owner && m.ConversationId == sent.ConversationId && m.Seq > sent.UserSeq && m.ReplyTo == sent.UserSeq)
            .OrderByDescending(m => m.Seq)
            .Select(m => new { m.Status, m.Content, m.ToolCalls, m.Tokens, m.Error, m.Conversation!.MessageCount })
            .FirstOrDefaultAsync(ct);
        if (found is null) return (null, Gone(sent));
        if (found.Status == MessageStatus.Broken) return (null, Broken(sent, last.Failure, found.Error));
        return (new ChatAnswer(
            sent.ConversationId, found.Content, found.ToolCalls ?? [], found.Tokens, found.MessageCount, sent.IsNew), null);
    }

    private static ProblemHttpResult Gone(SentMessage sent) => Problem(
        sent, StatusCodes.Status409Conflict, "reply_gone",
        "There is no reply any more: its conversation was deleted, or its question edited or removed, meanwhile.");

    private static ProblemHttpResult TakenBack(SentMessage sent) => Problem(
        sent, StatusCodes.Status403Forbidden, "no_longer_shared",
        "You may no longer read this conversation: you were removed from it or left it, or your account is suspended. What you wrote stays there.");

    private static ProblemHttpResult Broken(SentMessage sent, ModelError? failure, string? error) =>
        Problem(sent, ModelProblems.StatusOf(failure), ModelProblems.CodeOf(failure), error);

    private static ProblemHttpResult Problem(SentMessage sent, int status, string code, string? detail) => StandardProblems.Of(
        status, code, detail, ("conversation_id", sent.ConversationId), ("user_seq", sent.UserSeq));

    private static SseItem<string> Event<T>(string type, T data) => new(JsonSerializer.Serialize(data, ApiJson.Options), type);

    private sealed record ReplyStart(Guid ConversationId, int UserSeq, bool IsNewConversation);

    private sealed record ReplyDelta(string Text);
}
