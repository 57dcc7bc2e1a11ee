using ConversationMemory.Data.Conversations;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Data.Chat;

internal static class ChatModel
{
    public static void Configure(ModelBuilder model)
    {
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
}
