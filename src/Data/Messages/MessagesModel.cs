using ConversationMemory.Data.Conversations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

namespace ConversationMemory.Data.Messages;

internal static class MessagesModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<MessageRecord>(message =>
        {
            message.ToTable("messages", table =>
            {
                table.HasCheckConstraint("messages_role", "role IN ('user', 'assistant', 'system', 'tool')");
                table.HasCheckConstraint("messages_status", "status IN ('complete', 'stopped', 'broken')");
                table.HasCheckConstraint("messages_tokens", "tokens >= 0");
                table.HasCheckConstraint("messages_author_name", $"author_name IS NULL OR (length(author_name) BETWEEN 1 AND {MessageRecord.MaxAuthorName} AND author_id IS NULL)");
            });
            message.HasKey(m => new { m.OwnerId, m.ConversationId, m.Seq });
            // By the trigger, and by no sequence: a row that comes with a seq says by it that it was a message before.
            message.Property(m => m.Seq).ValueGeneratedOnAdd().Metadata.SetBeforeSaveBehavior(PropertySaveBehavior.Ignore);
            message.Property(m => m.Seq).Metadata.SetValueGenerationStrategy(NpgsqlValueGenerationStrategy.None);
            message.Property(m => m.Bytes).HasDefaultValueSql("0").Metadata.SetBeforeSaveBehavior(PropertySaveBehavior.Ignore);
            message.Property(m => m.Pinned).HasDefaultValueSql("false");
            message.Property(m => m.CreatedAt).HasDefaultValueSql("now()");
            message.HasOne(m => m.Conversation).WithMany().HasForeignKey(m => new { m.OwnerId, m.ConversationId });
            message.HasQueryFilter(m => m.Seq >= m.Conversation!.FirstSeq || m.Pinned);
        });
        model.Entity<Segment>(segment =>
        {
            segment.ToTable("segments", table => table.HasCheckConstraint("segments_range", "from_seq BETWEEN 1 AND through_seq AND message_count > 0"));
            segment.HasKey(s => new { s.OwnerId, s.ConversationId, s.FromSeq });
            segment.Property(s => s.FromSeq).ValueGeneratedNever();
            segment.Property(s => s.CreatedAt).HasDefaultValueSql("now()");
            segment.HasOne<Conversation>().WithMany().HasForeignKey(s => new { s.OwnerId, s.ConversationId });
        });
    }
}
