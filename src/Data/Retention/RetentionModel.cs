using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Data.Retention;

internal static class RetentionModel
{
    public static void Configure(ModelBuilder model) => model.Entity<RetentionPolicy>(policy =>
    {
        policy.ToTable("retention_policies", table =>
        {
            table.HasCheckConstraint("retention_policies_scope", "scope = 'system'");
            table.HasCheckConstraint("retention_policies_window", "window_messages >= 2");
            table.HasCheckConstraint("retention_policies_lengths", "max_message_length > 0 AND max_tool_call_size > 0");
        });
        policy.HasKey(p => p.Scope);
        policy.Property(p => p.UpdatedAt).HasDefaultValueSql("now()");
    });
}
