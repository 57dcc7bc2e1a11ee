using ConversationMemory.Data.Accounts;
using ConversationMemory.Data.Conversations;
using ConversationMemory.Data.Files;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Data.Imports;

internal static class ImportsModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<ImportRun>(run =>
        {
            run.ToTable("imports");
            run.HasKey(r => new { r.OwnerId, r.Id });
            run.Property(r => r.FileName).HasMaxLength(StoredFile.MaxNameLength);
            run.Property(r => r.Options).HasColumnType("jsonb").HasDefaultValueSql("'{}'");
            run.Property(r => r.Report).HasColumnType("jsonb").HasDefaultValueSql("'{}'");
            run.Property(r => r.CreatedAt).HasDefaultValueSql("now()");
            run.HasOne<User>().WithMany().HasForeignKey(r => r.OwnerId);
        });
        model.Entity<ImportEntry>(entry =>
        {
            entry.ToTable("import_entries");
            entry.HasKey(e => new { e.OwnerId, e.ImportId, e.Position });
            entry.Property(e => e.Position).ValueGeneratedNever();
            entry.Property(e => e.Title).HasMaxLength(Conversation.MaxTitleLength);
            entry.HasOne<ImportRun>().WithMany().HasForeignKey(e => new { e.OwnerId, e.ImportId });
        });
        model.Entity<ImportedConversation>(imported =>
        {
            imported.ToTable("imported_conversations");
            imported.HasKey(i => new { i.OwnerId, i.ConversationId });
            imported.HasIndex(i => new { i.OwnerId, i.SourceKey }).IsUnique();
            imported.HasIndex(i => new { i.OwnerId, i.ImportId });
            imported.HasOne<Conversation>().WithMany().HasForeignKey(i => new { i.OwnerId, i.ConversationId });
        });
    }
}
