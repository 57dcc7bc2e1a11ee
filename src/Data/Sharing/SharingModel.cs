using ConversationMemory.Data.Accounts;
using ConversationMemory.Data.Conversations;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Data.Sharing;

internal static class SharingModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<ConversationMember>(member =>
        {
            member.ToTable("conversation_members", table => table.HasCheckConstraint("conversation_members_other", "user_id <> owner_id"));
            member.HasKey(m => new { m.OwnerId, m.ConversationId, m.UserId });
            member.HasIndex(m => m.UserId);
            member.Property(m => m.CreatedAt).HasDefaultValueSql("now()");
            member.HasOne<Conversation>().WithMany().HasForeignKey(m => new { m.OwnerId, m.ConversationId });
            member.HasOne<User>().WithMany().HasForeignKey(m => m.UserId);
        });
        model.Entity<ShareLink>(link =>
        {
            link.ToTable("share_links", table => table.HasCheckConstraint("share_links_data", "(kind = 'snapshot') = (data IS NOT NULL)"));
            link.HasKey(l => new { l.OwnerId, l.Id });
            link.HasIndex(l => new { l.OwnerId, l.TokenHash }).IsUnique();
            // For links from before their token named its owner.
            link.HasIndex(l => l.TokenHash);
            link.HasIndex(l => new { l.OwnerId, l.ConversationId });
            link.Property(l => l.Title).HasMaxLength(Conversation.MaxTitleLength);
            link.Property(l => l.CreatedAt).HasDefaultValueSql("now()");
            link.Property(l => l.Views).HasDefaultValueSql("0");
            link.HasOne<Conversation>().WithMany().HasForeignKey(l => new { l.OwnerId, l.ConversationId });
        });
    }
}
