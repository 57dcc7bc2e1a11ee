using ConversationMemory.Data;
using ConversationMemory.Data.Conversations;
using ConversationMemory.Data.RowSecurity;
using ConversationMemory.Data.Sharing;
using ConversationMemory.Services.Messages.Packing;
using ConversationMemory.Services.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Services.Messages.Access;

/// <summary>Finds what the signed-in person is in a conversation. A member goes on as its owner's guest: docs/sharing.md.</summary>
public sealed class ConversationAccess(AppDbContext db, IServiceScopeFactory scopes)
{
    /// <summary>From here on the request's transactions are those of the conversation's owner, or of their guest. One's own conversation comes first.</summary>
    /// <returns>Null: there is no such conversation, or the person has no part in it.</returns>
    public async Task<ConversationRole?> EnterAsync(Guid conversationId, CancellationToken ct)
    {
        db.CurrentUser.Guest = null;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var person = db.CurrentUser.RequiredId;
        if (await db.Conversations.IgnoreQueryFilters([Conversation.LiveFilter]).AnyAsync(c => c.OwnerId == person && c.Id == conversationId, ct))
            return ConversationRole.Owner;
        var membership = await MembershipAsync(person, conversationId, ct);
        await transaction.CommitAsync(ct);
        if (membership is null) return null;
        db.CurrentUser.Guest = new Guest(membership.OwnerId, conversationId, person, LinkId: null);
        return membership.Role == MemberRole.Writer ? ConversationRole.Writer : ConversationRole.Reader;
    }

    /// <summary>A guest may not unpack; before one writes, it is done on the owner's behalf.</summary>
    public async Task UnpackAsync(CancellationToken ct)
    {
        if (db.CurrentUser.Guest is not { MemberId: not null } guest || !await IsPackedAsync(guest, ct)) return;
        await using var scope = scopes.AsOwner(guest.OwnerId);
        var owned = scope.Get<AppDbContext>();
        owned.CurrentUser.ReadOnly = db.CurrentUser.ReadOnly;
        await using var transaction = await owned.Database.BeginTransactionAsync(ct);
        await Unpacker.RunAsync(owned, guest.ConversationId, ct);
        await transaction.CommitAsync(ct);
    }

    private async Task<bool> IsPackedAsync(Guest guest, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        return await db.Conversations.AnyAsync(c => c.OwnerId == guest.OwnerId && c.Id == guest.ConversationId && c.PackedSeq >= c.FirstSeq, ct);
    }

    // A member does not see a conversation in the trash, and so has no part in it until it is restored.
    private Task<ConversationMember?> MembershipAsync(Guid person, Guid conversationId, CancellationToken ct) => (
        from member in db.ConversationMembers
        join conversation in db.Conversations.IgnoreQueryFilters([Conversation.LiveFilter])
            on new { member.OwnerId, Id = member.ConversationId } equals new { conversation.OwnerId, conversation.Id }
        where member.UserId == person && member.ConversationId == conversationId
        orderby member.OwnerId
        select member).AsNoTracking().FirstOrDefaultAsync(ct);
}
