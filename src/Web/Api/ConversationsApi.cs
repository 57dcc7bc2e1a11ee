using System.ComponentModel;
using System.Data;
using ConversationMemory.Data;
using ConversationMemory.Data.Conversations;
using ConversationMemory.Services.Conversations;
using ConversationMemory.Services.Messages;
using ConversationMemory.Services.Messages.Access;
using ConversationMemory.Services.Summaries;
using ConversationMemory.Web.Accounts;
using ConversationMemory.Web.Api.Json;
using ConversationMemory.Web.Api.OpenApi;
using ConversationMemory.Web.Api.Problems;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Web.Api;

/// <param name="NextCursor">For the next page; null on the last one.</param>
internal sealed record ConversationsAnswer(IReadOnlyList<ListedConversation> Conversations, string? NextCursor, bool HasMore);

/// <param name="Messages">Oldest first.</param>
/// <param name="HasMore">There are older ones: ask again with <c>before</c> set to the first seq of this page.</param>
internal sealed record MessagesAnswer(IReadOnlyList<MessageAnswer> Messages, bool HasMore);

/// <param name="Title">1 to 200 characters on one line.</param>
/// <param name="Pinned">True: it has no end, where the policy allows pins.</param>
internal sealed record ConversationBody(string? Title, bool? Pinned = null);

internal static class ConversationsApi
{
    public static void MapConversations(this RouteGroupBuilder api)
    {
        var conversations = api.MapGroup("/conversations").WithTags("Conversations");
        conversations.MapGet("/", ListAsync)
            .WithSummary("List your conversations, newest first")
            .Produces<ConversationsAnswer>()
            .ProducesProblems(400);
        conversations.MapGet("/{id:guid}", ReadAsync)
            .WithSummary("Read one conversation's title and counters")
            .WithMetadata(new ForMembersAttribute(ConversationRole.Reader))
            .Produces<ListedConversation>()
            .ProducesProblems(404);
        conversations.MapPatch("/{id:guid}", RenameAsync)
            .WithSummary("Rename or pin a conversation")
            .Accepts<ConversationBody>("application/json")
            .Produces<ListedConversation>()
            .ProducesProblems(400, 403, 404, 413, 415);
        conversations.MapDelete("/{id:guid}", DeleteAsync)
            .WithSummary("Move a conversation to the trash, or remove one that is there")
            .WithDescription("In the trash it can be restored until its expires_at.")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblems(400, 404, 409);
        foreach (var change in new[] { ConversationChange.Restore, ConversationChange.Archive, ConversationChange.Extend })
        {
            var verb = change.ToString().ToLowerInvariant();
            conversations.MapPost($"/{{id:guid}}/{verb}", (Guid id, ConversationLifecycle lifecycle, AppDbContext db, ConversationList list, CancellationToken ct) =>
                    ChangeAsync(id, change, lifecycle, db, list, ct))
                .WithSummary(change switch
                {
                    ConversationChange.Restore => "Bring a conversation back from the archive or the trash",
                    ConversationChange.Archive => "Move a conversation to the archive",
                    _ => "Give a conversation another full term from now",
                })
                .Produces<ListedConversation>()
                .ProducesProblems(403, 404, 409);
        }

        conversations.MapGet("/{id:guid}/messages", MessagesAsync)
            .WithSummary("Read messages, the newest ones first by pages, oldest first within a page")
            .WithDescription("Also of a conversation in the archive. To see what was said around a message that a search found, ask with before a few seqs beyond it.")
            .WithMetadata(new ForMembersAttribute(ConversationRole.Reader))
            .Produces<MessagesAnswer>()
            .ProducesProblems(400, 404);
        conversations.MapPost("/{id:guid}/summarize", SummarizeAsync)
            .WithSummary("Fold the older messages into the running summary now")
            .WithDescription("Answers the current summary where nothing has been said since.")
            .Produces<SummarizeAnswer>()
            .ProducesProblems(404, 409, 502, 503, 504);
    }

    private static async Task<IResult> ListAsync(
        AppDbContext db, ConversationList list,
        [FromQuery(Name = "agent_id"), Description("Only conversations with this agent.")] Guid? agentId,
        [Description("live (when left out), expiring, archived, deleted or shared.")] string? state,
        [Description("True: those that others share with you; the same as state=shared.")] bool? shared,
        [Description("At most so many, 1 to 100; 30 when left out.")] int? limit,
        [Description("The next_cursor of the page before.")] string? cursor,
        CancellationToken ct)
    {
        ConversationCursor? after = null;
        if (cursor is not null && !ConversationCursor.TryParse(cursor, out after))
            throw ApiException.BadRequest("bad_cursor", "This is not the next_cursor of an answer. Leave it out to begin anew.");
        if (!Enum.TryParse<ConversationState>(state ?? (shared == true ? "shared" : "live"), ignoreCase: true, out var part) || !Enum.IsDefined(part))
            throw ApiException.BadRequest("bad_state", "state is one of live, expiring, archived, deleted and shared.");
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var page = await list.PageAsync(new ConversationFilter(AgentId: agentId, State: part), after, PageSize.Of(limit), ct);
        return TypedResults.Ok(new ConversationsAnswer(page.Conversations, page.Next?.ToString(), page.Next is not null));
    }

    private static async Task<IResult> ReadAsync(Guid id, AppDbContext db, ConversationList list, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        return TypedResults.Ok(await list.FindAsync(id, ct) ?? throw ProblemException.NoConversation());
    }

    private static async Task<IResult> ChangeAsync(
        Guid id, ConversationChange change, ConversationLifecycle lifecycle, AppDbContext db, ConversationList list, CancellationToken ct)
    {
        await lifecycle.ChangeAsync(id, change, ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        return TypedResults.Ok(await list.FindAnywhereAsync(id, ct) ?? throw ProblemException.NoConversation());
    }

    private static async Task<IResult> RenameAsync(
        Guid id, Body<ConversationBody> body, ConversationEditor editor, ConversationLifecycle lifecycle, AppDbContext db, ConversationList list,
        CancellationToken ct)
    {
        if (body.Value.Title is not null || body.Value.Pinned is null) await editor.RenameAsync(id, body.Value.Title, ct);
        if (body.Value.Pinned is { } pinned) await lifecycle.ChangeAsync(id, pinned ? ConversationChange.Pin : ConversationChange.Unpin, ct);
        return await ReadAsync(id, db, list, ct);
    }

    private static async Task<IResult> DeleteAsync(
        Guid id, ConversationLifecycle lifecycle,
        [Description("True: remove for good one that is in the trash.")] bool? permanent, CancellationToken ct)
    {
        await lifecycle.ChangeAsync(id, permanent == true ? ConversationChange.Remove : ConversationChange.Delete, ct);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> MessagesAsync(
        Guid id, AppDbContext db, Transcript transcript, MessageReader reader,
        [Description("At most so many, 1 to 100; 30 when left out.")] int? limit,
        [Description("Only messages with a smaller seq.")] int? before,
        CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var owner = db.CurrentUser.RequiredId;
        if (!await db.Conversations.IgnoreQueryFilters([Conversation.LiveFilter]).AnyAsync(c => c.OwnerId == owner && c.Id == id && c.DeletedAt == null, ct))
            throw ProblemException.NoConversation();
        var page = await transcript.PageAsync(id, before, PageSize.Of(limit), ct);
        var authors = await reader.AuthorsAsync(page.Messages, ct);
        return TypedResults.Ok(new MessagesAnswer([.. page.Messages.Select(m => MessageAnswer.Of(m, authors))], page.HasMore));
    }

    private static async Task<IResult> SummarizeAsync(Guid id, Summarizer summarizer, CancellationToken ct)
    {
        var summary = await summarizer.RunAsync(id, asked: true, extractive: false, ct) ?? await summarizer.FindAsync(id, ct);
        return summary is not null
            ? TypedResults.Ok(new SummarizeAnswer(SummaryAnswer.Of(summary)))
            : throw new ApiException(StatusCodes.Status409Conflict, "nothing_to_summarize", "There is nothing to summarise yet: the conversation holds no message.");
    }
}
