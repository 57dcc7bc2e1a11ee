using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Data.Audit;

internal static class AuditModel
{
    public static void Configure(ModelBuilder model) => model.Entity<AuditEntry>(entry =>
    {
        entry.ToTable("audit_log");
        entry.Property(e => e.At).HasDefaultValueSql("now()");
        entry.Property(e => e.Detail).HasColumnType("jsonb").HasDefaultValueSql("'{}'");
        entry.HasIndex(e => e.At);
    });
}
