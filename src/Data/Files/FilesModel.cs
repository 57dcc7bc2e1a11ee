using ConversationMemory.Data.Accounts;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Data.Files;

internal static class FilesModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<StoredFile>(file =>
        {
            file.ToTable("stored_files");
            file.HasKey(f => new { f.OwnerId, f.Id });
            file.HasIndex(f => f.ExpiresAt);
            file.Property(f => f.Name).HasMaxLength(StoredFile.MaxNameLength);
            file.Property(f => f.CreatedAt).HasDefaultValueSql("now()");
            file.HasOne<User>().WithMany().HasForeignKey(f => f.OwnerId);
        });
        model.Entity<StoredFilePart>(part =>
        {
            part.ToTable("stored_file_parts");
            part.HasKey(p => new { p.OwnerId, p.FileId, p.Number });
            part.Property(p => p.Number).ValueGeneratedNever();
            part.HasOne<StoredFile>().WithMany().HasForeignKey(p => new { p.OwnerId, p.FileId });
        });
    }
}
