namespace ConversationMemory.Data.RowSecurity;

/// <summary>
/// Somebody in another person's conversation: a member, or whoever opened a share link. Their transactions see that conversation alone, and
/// the database decides by the membership or the link, at each statement, what they may; see docs/sharing.md.
/// </summary>
/// <param name="OwnerId">Whose conversation it is.</param>
/// <param name="MemberId">The member; null for a link.</param>
/// <param name="LinkId">The link; null for a member.</param>
public sealed record Guest(Guid OwnerId, Guid ConversationId, Guid? MemberId, Guid? LinkId);
