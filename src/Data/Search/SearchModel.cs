using ConversationMemory.Data.Accounts;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Data.Search;

internal static class SearchModel
{
    public static void Configure(ModelBuilder model) => model.Entity<SavedSearch>(search =>
    {
        search.ToTable("saved_searches");
        search.HasKey(s => new { s.OwnerId, s.Id });
        search.HasIndex(s => new { s.OwnerId, s.Name }).IsUnique();
        search.Property(s => s.Name).HasMaxLength(SavedSearch.MaxNameLength);
        search.Property(s => s.Query).HasMaxLength(2000);
        search.Property(s => s.CreatedAt).HasDefaultValueSql("now()");
        search.HasOne<User>().WithMany().HasForeignKey(s => s.OwnerId);
    });
}
