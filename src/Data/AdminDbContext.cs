using ConversationMemory.Data.Agents;
using ConversationMemory.Data.Audit;
using ConversationMemory.Data.Operations;
using ConversationMemory.Data.Retention;
using ConversationMemory.Data.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace ConversationMemory.Data;

/// <summary>
/// What admins see and set: agents, policies, holds, runs, receipts, storage, the audit log. It connects as the maintenance role;
/// what people write is not mapped here.
/// </summary>
public sealed class AdminDbContext(DbContextOptions<AdminDbContext> options) : DbContext(options)
{
    public DbSet<Agent> Agents => Set<Agent>();
    public DbSet<AgentVersion> AgentVersions => Set<AgentVersion>();
    public DbSet<RetentionPolicy> RetentionPolicies => Set<RetentionPolicy>();
    public DbSet<Hold> Holds => Set<Hold>();
    public DbSet<Receipt> Receipts => Set<Receipt>();
    public DbSet<SavedCopy> SavedCopies => Set<SavedCopy>();
    public DbSet<CleanupRun> CleanupRuns => Set<CleanupRun>();
    public DbSet<SweepLayer> SweepLayers => Set<SweepLayer>();
    public DbSet<Usage> Usage => Set<Usage>();
    public DbSet<StorageSnapshot> StorageSnapshots => Set<StorageSnapshot>();
    public DbSet<StorageStatus> StorageStatus => Set<StorageStatus>();
    public DbSet<StorageAlert> StorageAlerts => Set<StorageAlert>();
    public DbSet<AuditEntry> AuditLog => Set<AuditEntry>();
    public DbSet<SystemSettings> SystemSettings => Set<SystemSettings>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Conventions.Remove<ForeignKeyIndexConvention>();
        Conventions.Apply(configurationBuilder);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.HasDefaultSchema(Schema.Name);
        Configure(modelBuilder);
        SnakeCase.NameColumns(modelBuilder);
    }

    internal static void Configure(ModelBuilder builder)
    {
        AgentsModel.Configure(builder);
        RetentionModel.ConfigureShared(builder);
        RetentionModel.ConfigureAdmin(builder);
        StorageModel.ConfigureShared(builder);
        StorageModel.ConfigureAdmin(builder);
        AuditModel.Configure(builder);
        OperationsModel.Configure(builder);
    }

    /// <summary>How enums are kept, here and in <see cref="AppDbContext"/>.</summary>
    internal static class Conventions
    {
        public static void Apply(ModelConfigurationBuilder conventions)
        {
            conventions.Properties<PolicyScope>().HaveConversion<LowercaseEnum<PolicyScope>>();
            conventions.Properties<WindowAction>().HaveConversion<LowercaseEnum<WindowAction>>();
            conventions.Properties<EndAction>().HaveConversion<LowercaseEnum<EndAction>>();
            conventions.Properties<RunState>().HaveConversion<LowercaseEnum<RunState>>();
        }
    }
}
