using System.Text.Json;
using ConversationMemory.Data.Accounts;
using ConversationMemory.Data.Agents;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace ConversationMemory.Data.Models;

internal static class ProvidersModel
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>For <see cref="AppDbContext"/> alone: <see cref="AdminDbContext"/> maps no organisations.</summary>
    public static void ConfigureOrganisation(ModelBuilder model) =>
        model.Entity<Provider>().HasOne<Organisation>().WithMany().HasForeignKey(p => p.OrganisationId);

    public static void Configure(ModelBuilder model) => model.Entity<Provider>(provider =>
    {
        provider.ToTable("providers", table =>
        {
            table.HasCheckConstraint("providers_name", "name !~ '^\\s*$'");
            table.HasCheckConstraint("providers_endpoint", "endpoint ~ '^https?://'");
            table.HasCheckConstraint("providers_stream_timeout_seconds", "stream_timeout_seconds BETWEEN 1 AND 3600");
        });
        provider.Property(p => p.Name).HasMaxLength(100);
        provider.Property(p => p.Kind).HasMaxLength(30);
        provider.Property(p => p.Endpoint).HasMaxLength(500);
        provider.Property(p => p.Models).HasColumnType("jsonb").HasDefaultValueSql("'[]'").HasConversion(
            models => JsonSerializer.Serialize(models, Json),
            text => JsonSerializer.Deserialize<List<ProviderModel>>(text, Json)!,
            new ValueComparer<IReadOnlyList<ProviderModel>>((a, b) => a!.SequenceEqual(b!), models => models.Count, models => models));
        provider.Property(p => p.CreatedAt).HasDefaultValueSql("now()");
        provider.Property(p => p.UpdatedAt).HasDefaultValueSql("now()");
        provider.HasIndex(p => new { p.OrganisationId, p.Name }).IsUnique();
        // Nobody can remove a provider from under an agent.
        model.Entity<Agent>().HasOne<Provider>().WithMany().HasForeignKey(a => a.ProviderId).OnDelete(DeleteBehavior.Restrict);
    });
}
