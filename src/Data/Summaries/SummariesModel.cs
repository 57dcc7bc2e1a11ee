using ConversationMemory.Data.Conversations;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Data.Summaries;

internal static class SummariesModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<Summary>(summary =>
        {
            summary.ToTable("summaries", table =>
            {
                table.HasCheckConstraint("summaries_source", "source IN ('model', 'extractive', 'edited')");
                table.HasCheckConstraint("summaries_range", "from_seq BETWEEN 1 AND through_seq");
                table.HasCheckConstraint("summaries_content", $"content !~ '^\\s*$' AND length(content) <= {Summary.MaxLength}");
            });
            summary.HasKey(s => new { s.OwnerId, s.ConversationId, s.Version });
            summary.Property(s => s.Version).ValueGeneratedNever();
            summary.HasIndex(s => new { s.OwnerId, s.ConversationId, s.ThroughSeq }).IsUnique().HasFilter("source <> 'edited'");
            summary.HasOne<Conversation>().WithMany().HasForeignKey(s => new { s.OwnerId, s.ConversationId });
        });
    }
}
