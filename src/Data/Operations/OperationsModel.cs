using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Data.Operations;

internal static class OperationsModel
{
    public static void Configure(ModelBuilder model) => model.Entity<SystemSettings>(settings =>
    {
        settings.ToTable("system_settings", table => table.HasCheckConstraint("system_settings_one", "id"));
        settings.Property(s => s.Id).ValueGeneratedNever();
        settings.Property(s => s.ReadOnlyText).HasMaxLength(500);
    });
}
