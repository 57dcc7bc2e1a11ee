using ConversationMemory.Data.Accounts;
using ConversationMemory.Data.Agents;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Data.Templates;

internal static class TemplatesModel
{
    public static void Configure(ModelBuilder model) => model.Entity<ConversationTemplate>(template =>
    {
        template.ToTable("templates");
        template.HasKey(t => new { t.OwnerId, t.Id });
        template.HasIndex(t => t.OrganisationId).HasFilter("organisation_id IS NOT NULL");
        template.Property(t => t.Name).HasMaxLength(ConversationTemplate.MaxNameLength);
        template.Property(t => t.Description).HasMaxLength(500);
        template.Property(t => t.Messages).HasColumnType("jsonb");
        template.Property(t => t.CreatedAt).HasDefaultValueSql("now()");
        template.Property(t => t.UpdatedAt).HasDefaultValueSql("now()");
        template.HasOne<User>().WithMany().HasForeignKey(t => t.OwnerId);
        template.HasOne<Organisation>().WithMany().HasForeignKey(t => t.OrganisationId);
        template.HasOne<Agent>().WithMany().HasForeignKey(t => t.AgentId);
    });
}
