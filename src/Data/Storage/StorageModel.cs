using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Data.Storage;

internal static class StorageModel
{
    public static void ConfigureShared(ModelBuilder model)
    {
        model.Entity<LedgerEntry>(entry =>
        {
            entry.ToTable("ledger_entries");
            entry.HasNoKey();
            entry.Property(e => e.Conversations).HasDefaultValueSql("0");
            entry.Property(e => e.Messages).HasDefaultValueSql("0");
            entry.Property(e => e.Bytes).HasDefaultValueSql("0");
            entry.Property(e => e.PrunedMessages).HasDefaultValueSql("0");
            entry.Property(e => e.PrunedBytes).HasDefaultValueSql("0");
        });
        model.Entity<Usage>(usage =>
        {
            usage.ToTable("usage");
            usage.HasKey(u => new { u.OwnerId, u.AgentId });
        });
    }

    public static void ConfigureAdmin(ModelBuilder model)
    {
        model.Entity<StorageSnapshot>(snapshot =>
        {
            snapshot.ToTable("storage_snapshots");
            snapshot.HasKey(s => s.Day);
            snapshot.Property(s => s.Kinds).HasColumnType("jsonb");
        });
        model.Entity<StorageStatus>(status =>
        {
            status.ToTable("storage_status", table => table.HasCheckConstraint("storage_status_one", "id"));
            status.Property(s => s.Id).ValueGeneratedNever();
            status.Property(s => s.Figures).HasColumnType("jsonb");
        });
        model.Entity<StorageAlert>(alert =>
        {
            alert.ToTable("storage_alerts", table => table.HasCheckConstraint("storage_alerts_level", "level IN ('warning', 'danger')"));
            alert.HasIndex(a => a.Level).IsUnique().HasFilter("cleared_at IS NULL");
        });
    }
}
