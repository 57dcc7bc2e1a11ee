using ConversationMemory.Data.Accounts;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Data.Agents;

internal static class AgentsModel
{
    public static void Configure(ModelBuilder model) => model.Entity<Agent>(agent =>
    {
        agent.ToTable("agents", table =>
        {
            table.HasCheckConstraint("agents_name", "name !~ '^\\s*$'");
            table.HasCheckConstraint("agents_temperature", "temperature BETWEEN 0 AND 2");
            table.HasCheckConstraint("agents_max_answer_tokens", "max_answer_tokens BETWEEN 1 AND 200000");
            table.HasCheckConstraint("agents_context_budget", "context_budget BETWEEN 256 AND 2000000");
        });
        agent.Property(a => a.Name).HasMaxLength(100);
        agent.Property(a => a.Description).HasMaxLength(500);
        agent.Property(a => a.SystemPrompt).HasMaxLength(20_000);
        agent.Property(a => a.Model).HasMaxLength(200);
        agent.Property(a => a.CreatedAt).HasDefaultValueSql("now()");
        agent.Property(a => a.UpdatedAt).HasDefaultValueSql("now()");
        agent.HasOne<Organisation>().WithMany().HasForeignKey(a => a.OrganisationId);
    });
}
