using ConversationMemory.Data.Accounts;
using ConversationMemory.Data.Agents;
using ConversationMemory.Data.Conversations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ConversationMemory.Data.Retention;

internal static class RetentionModel
{
    /// <summary>What both the web and the admin pages know.</summary>
    public static void ConfigureShared(ModelBuilder model)
    {
        model.Entity<RetentionPolicy>(policy =>
        {
            policy.ToTable("retention_policies", table =>
            {
                table.HasCheckConstraint("retention_policies_scope",
                    "scope IN ('system', 'organisation', 'agent') AND (scope = 'system') = (scope_id = '00000000-0000-0000-0000-000000000000')");
                table.HasCheckConstraint("retention_policies_whole", """
                    scope <> 'system' OR num_nulls(window_messages, window_action, ttl_days, at_end, archive_days, notice_days, trash_days, export_first,
                        keep_memories, allow_pin, allow_extend, quota_soft_megabytes, quota_hard_megabytes, max_message_length, max_tool_call_size) = 0
                    """);
                table.HasCheckConstraint("retention_policies_lengths", "max_message_length > 0 AND max_tool_call_size > 0");
                CheckRules(table, "retention_policies");
            });
            policy.HasKey(p => new { p.Scope, p.ScopeId });
            policy.Property(p => p.Locked).HasDefaultValueSql("'{}'");
            policy.Property(p => p.UpdatedAt).HasDefaultValueSql("now()");
        });
        model.Entity<Receipt>(receipt =>
        {
            receipt.ToTable("receipts");
            receipt.HasKey(r => new { r.OwnerId, r.Id });
            receipt.HasIndex(r => r.At);
            receipt.Property(r => r.Rule).HasColumnType("jsonb").HasDefaultValueSql("'{}'");
            receipt.Property(r => r.Counts).HasColumnType("jsonb").HasDefaultValueSql("'{}'");
            receipt.Property(r => r.Conversations).HasDefaultValueSql("'{}'");
            receipt.Property(r => r.At).HasDefaultValueSql("now()");
        });
        model.Entity<SavedCopy>(copy =>
        {
            copy.ToTable("saved_copies", table => table.HasCheckConstraint("saved_copies_format", "format IN ('md', 'json')"));
            copy.HasKey(c => new { c.OwnerId, c.Id });
            copy.HasIndex(c => c.ExpiresAt).HasFilter("expires_at IS NOT NULL");
            copy.Property(c => c.Title).HasMaxLength(Conversation.MaxTitleLength);
            copy.Property(c => c.CreatedAt).HasDefaultValueSql("now()");
        });
    }

    /// <summary>What hangs on conversations and accounts.</summary>
    public static void ConfigureConversations(ModelBuilder model)
    {
        model.Entity<ResolvedPolicy>(policy =>
        {
            policy.ToTable("resolved_policies");
            policy.HasKey(p => p.AgentId);
            policy.Property(p => p.Sources).HasColumnType("jsonb");
            policy.HasOne<Agent>().WithOne().HasForeignKey<ResolvedPolicy>(p => p.AgentId);
        });
        model.Entity<ConversationPolicy>(policy =>
        {
            policy.ToTable("conversation_policies", table => CheckRules(table, "conversation_policies"));
            policy.HasKey(p => new { p.OwnerId, p.ConversationId });
            policy.Property(p => p.UpdatedAt).HasDefaultValueSql("now()");
            policy.HasOne(p => p.Conversation).WithOne().HasForeignKey<ConversationPolicy>(p => new { p.OwnerId, p.ConversationId });
        });
        model.Entity<NoticeMail>(mail =>
        {
            mail.ToTable("notice_mails");
            mail.HasKey(m => m.OwnerId);
            mail.HasOne<User>().WithMany().HasForeignKey(m => m.OwnerId);
        });
    }

    /// <summary>What admins see and set.</summary>
    public static void ConfigureAdmin(ModelBuilder model)
    {
        model.Entity<Hold>(hold =>
        {
            hold.ToTable("holds", table => table.HasCheckConstraint("holds_reason", "reason ~ '\\S'"));
            hold.HasKey(h => new { h.OwnerId, h.Id });
            hold.Property(h => h.Reason).HasMaxLength(1000);
            hold.Property(h => h.PlacedAt).HasDefaultValueSql("now()");
        });
        model.Entity<CleanupRun>(run =>
        {
            run.ToTable("cleanup_runs");
            run.HasIndex(r => r.StartedAt);
            run.Property(r => r.Filter).HasColumnType("jsonb");
            run.Property(r => r.StartedAt).HasDefaultValueSql("now()");
            run.Property(r => r.HeartbeatAt).HasDefaultValueSql("now()");
        });
        model.Entity<SweepLayer>(layer =>
        {
            layer.ToTable("sweep_layers");
            layer.HasKey(l => l.Name);
        });
    }

    private static void CheckRules<T>(TableBuilder<T> table, string name)
        where T : class
    {
        table.HasCheckConstraint($"{name}_window", "window_messages = 0 OR window_messages >= 2");
        table.HasCheckConstraint($"{name}_actions", "window_action IN ('summarise', 'archive', 'delete') AND at_end IN ('delete', 'archive')");
        table.HasCheckConstraint($"{name}_days", """
            ttl_days BETWEEN 0 AND 36500 AND archive_days BETWEEN 0 AND 36500 AND notice_days BETWEEN 0 AND 365 AND trash_days BETWEEN 0 AND 365
            """);
        table.HasCheckConstraint($"{name}_quotas", "quota_soft_megabytes >= 0 AND quota_hard_megabytes >= 0");
    }
}
