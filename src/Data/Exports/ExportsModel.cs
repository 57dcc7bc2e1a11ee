using ConversationMemory.Data.Accounts;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Data.Exports;

internal static class ExportsModel
{
    public static void Configure(ModelBuilder model) => model.Entity<ExportRun>(run =>
    {
        run.ToTable("exports");
        run.HasKey(r => new { r.OwnerId, r.Id });
        run.Property(r => r.Request).HasColumnType("jsonb");
        run.Property(r => r.Place).HasColumnType("jsonb");
        run.Property(r => r.CreatedAt).HasDefaultValueSql("now()");
        run.HasOne<User>().WithMany().HasForeignKey(r => r.OwnerId);
    });
}
