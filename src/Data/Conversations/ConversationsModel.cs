using System.Linq.Expressions;
using ConversationMemory.Data.Accounts;
using ConversationMemory.Data.Agents;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ConversationMemory.Data.Conversations;

internal static class ConversationsModel
{
    public static void Configure(ModelBuilder model) => model.Entity<Conversation>(conversation =>
    {
        conversation.ToTable("conversations", table => table.HasCheckConstraint("conversations_title", "title !~ '^\\s*$'"));
        conversation.HasKey(c => new { c.OwnerId, c.Id });
        conversation.HasIndex(c => new { c.OwnerId, c.ActiveAt, c.Id }).IsDescending(false, true, true);
        // The sweep reads the conversations nothing is decided about, the longest inactive first; and what is due.
        conversation.HasIndex(c => new { c.AgentId, c.ActiveAt }).HasFilter("expires_at IS NULL AND archived_at IS NULL AND deleted_at IS NULL");
        conversation.HasIndex(c => c.ExpiresAt).HasFilter("expires_at IS NOT NULL");
        conversation.HasQueryFilter(Conversation.LiveFilter, c => c.ArchivedAt == null && c.DeletedAt == null);
        conversation.Property(c => c.Ending).HasColumnType("jsonb");
        conversation.Property(c => c.Title).HasMaxLength(Conversation.MaxTitleLength);
        conversation.Property(c => c.CreatedAt).HasDefaultValueSql("now()");
        conversation.HasOne<User>().WithMany().HasForeignKey(c => c.OwnerId);
        conversation.HasOne<Agent>().WithMany().HasForeignKey(c => c.AgentId).OnDelete(DeleteBehavior.Restrict);

        KeptByDatabase(conversation, c => c.UpdatedAt, "now()");
        KeptByDatabase(conversation, c => c.ActiveAt, "now()");
        KeptByDatabase(conversation, c => c.LastSeq, "0");
        KeptByDatabase(conversation, c => c.FirstSeq, "1");
        KeptByDatabase(conversation, c => c.MessageCount, "0");
        KeptByDatabase(conversation, c => c.TotalTokens, "0");
        KeptByDatabase(conversation, c => c.PrunedCount, "0");
        KeptByDatabase(conversation, c => c.PrunedSeq, "0");
        KeptByDatabase(conversation, c => c.SummarySeq, "0");
        KeptByDatabase(conversation, c => c.PinnedCount, "0");
        KeptByDatabase(conversation, c => c.PackedSeq, "0");
        KeptByDatabase(conversation, c => c.Bytes, "0");
        KeptByDatabase(conversation, c => c.HasPolicy, "false");
        KeptByDatabase(conversation, c => c.Held, "false");
    });

    private static void KeptByDatabase<T>(
        EntityTypeBuilder<Conversation> conversation, Expression<Func<Conversation, T>> property, string initially)
    {
        var metadata = conversation.Property(property).HasDefaultValueSql(initially).Metadata;
        metadata.SetBeforeSaveBehavior(PropertySaveBehavior.Ignore);
        metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
    }
}
