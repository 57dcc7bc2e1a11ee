using System.Text.Json;
using ConversationMemory.Data.Conversations;
using ConversationMemory.Data.Messages;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace ConversationMemory.Data.Chat;

internal static class ChatModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<MessageRecord>(message =>
        {
            message.ToTable("messages", table =>
            {
                table.HasCheckConstraint("messages_role", "role IN ('user', 'assistant', 'system', 'tool')");
                table.HasCheckConstraint("messages_status", "status IN ('complete', 'stopped', 'broken')");
                table.HasCheckConstraint("messages_tokens", "tokens >= 0");
            });
            message.HasKey(m => new { m.OwnerId, m.ConversationId, m.Seq });
            message.Property(m => m.Seq).ValueGeneratedOnAdd().Metadata.SetBeforeSaveBehavior(PropertySaveBehavior.Ignore);
            message.Property(m => m.Bytes).HasDefaultValueSql("0").Metadata.SetBeforeSaveBehavior(PropertySaveBehavior.Ignore);
            message.Property(m => m.Pinned).HasDefaultValueSql("false");
            message.Property(m => m.ToolCalls).HasColumnType("jsonb").HasConversion(new ToolCallsAsJson(), ToolCallsComparer);
            message.Property(m => m.Context).HasColumnType("jsonb");
            message.Property(m => m.CreatedAt).HasDefaultValueSql("now()");
            message.HasOne(m => m.Conversation).WithMany().HasForeignKey(m => new { m.OwnerId, m.ConversationId });
            message.HasQueryFilter(m => m.Seq >= m.Conversation!.FirstSeq || m.Pinned);
        });
        model.Entity<Reply>(reply =>
        {
            reply.ToTable("replies");
            reply.HasKey(r => new { r.OwnerId, r.ConversationId, r.UserSeq });
            reply.Property(r => r.UserSeq).ValueGeneratedNever();
            reply.HasOne<Conversation>().WithMany().HasForeignKey(r => new { r.OwnerId, r.ConversationId });
        });
        model.Entity<Send>(send =>
        {
            send.ToTable("sends");
            send.HasKey(s => new { s.OwnerId, s.Key });
            send.HasOne<Conversation>().WithMany().HasForeignKey(s => new { s.OwnerId, s.ConversationId });
        });
    }

    private static readonly ValueComparer<IReadOnlyList<ToolCall>?> ToolCallsComparer = new(
        (a, b) => ReferenceEquals(a, b) || (a != null && b != null && a.SequenceEqual(b)),
        calls => calls == null ? 0 : calls.Count,
        calls => calls);

    private sealed class ToolCallsAsJson() : ValueConverter<IReadOnlyList<ToolCall>?, string?>(
        calls => calls == null ? null : JsonSerializer.Serialize(calls, ToolCallJson.Options),
        json => json == null ? null : JsonSerializer.Deserialize<List<ToolCall>>(json, ToolCallJson.Options));
}
