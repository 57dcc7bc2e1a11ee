using System.Text.Json;
using ConversationMemory.Data.Accounts;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Data.Agents;

internal static class AgentsModel
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>For <see cref="AppDbContext"/> alone: <see cref="AdminDbContext"/> maps no organisations.</summary>
    public static void ConfigureOrganisation(ModelBuilder model) =>
        model.Entity<Agent>().HasOne<Organisation>().WithMany().HasForeignKey(a => a.OrganisationId);

    public static void Configure(ModelBuilder model)
    {
        model.Entity<Agent>(agent =>
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
            agent.Property(a => a.Version).HasDefaultValue(1).IsConcurrencyToken();
            agent.Property(a => a.CreatedAt).HasDefaultValueSql("now()");
            agent.Property(a => a.UpdatedAt).HasDefaultValueSql("now()");
        });
        model.Entity<AgentVersion>(version =>
        {
            version.ToTable("agent_versions", table => table.HasCheckConstraint("agent_versions_version", "version >= 1"));
            version.HasKey(v => new { v.AgentId, v.Version });
            version.HasOne<Agent>().WithMany().HasForeignKey(v => v.AgentId);
            // JSON, so that what is added to an agent later needs no column here; null stands for what a version did not know yet.
            version.Property(v => v.Settings).HasColumnType("jsonb").HasConversion(
                settings => JsonSerializer.Serialize(settings, Json), text => JsonSerializer.Deserialize<AgentSettings>(text, Json)!);
            version.Property(v => v.CreatedAt).HasDefaultValueSql("now()");
        });
    }
}
