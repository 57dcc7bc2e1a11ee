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
        conversation.HasIndex(c => c.AgentId);
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
    });

    private static void KeptByDatabase<T>(
        EntityTypeBuilder<Conversation> conversation, Expression<Func<Conversation, T>> property, string initially)
    {
        var metadata = conversation.Property(property).HasDefaultValueSql(initially).Metadata;
        metadata.SetBeforeSaveBehavior(PropertySaveBehavior.Ignore);
        metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
    }
}
