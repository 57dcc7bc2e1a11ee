using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace ConversationMemory.Data.Accounts;

internal static class AccountsModel
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<User>(user =>
        {
            user.ToTable("users");
            user.Property(u => u.CreatedAt).HasDefaultValueSql("now()");
            user.Property(u => u.Held).HasDefaultValueSql("false").Metadata.SetBeforeSaveBehavior(PropertySaveBehavior.Ignore);
            user.Property(u => u.Held).Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
            user.Property(u => u.ConcurrencyStamp).IsConcurrencyToken();
        });
        model.Entity<IdentityUserClaim<Guid>>().ToTable("user_claims").HasIndex(c => c.UserId);
        model.Entity<IdentityUserLogin<Guid>>().ToTable("user_logins").HasIndex(l => l.UserId);
        model.Entity<IdentityUserToken<Guid>>().ToTable("user_tokens");
        model.Entity<Organisation>(organisation =>
        {
            organisation.ToTable("organisations");
            organisation.Property(o => o.Name).HasMaxLength(200);
            organisation.Property(o => o.CreatedAt).HasDefaultValueSql("now()");
            organisation.Property(o => o.UpdatedAt).HasDefaultValueSql("now()");
        });
        model.Entity<OrganisationMember>(member =>
        {
            member.ToTable("organisation_members", table =>
                table.HasCheckConstraint("organisation_members_role", "role IN ('member', 'admin', 'owner')"));
            member.HasKey(m => new { m.OrganisationId, m.UserId });
            member.Property(m => m.CreatedAt).HasDefaultValueSql("now()");
            member.HasIndex(m => m.UserId);
            member.HasOne<Organisation>().WithMany().HasForeignKey(m => m.OrganisationId);
            member.HasOne<User>().WithMany().HasForeignKey(m => m.UserId);
        });
        model.Entity<ApiKey>(key =>
        {
            key.ToTable("api_keys", table => table.HasCheckConstraint(
                "api_keys_scopes", "cardinality(scopes) > 0 AND scopes <@ '{read,write,chat,memory,admin}'::text[]"));
            key.HasKey(k => new { k.OwnerId, k.Id });
            key.HasIndex(k => new { k.OwnerId, k.Hash }).IsUnique();
            // For keys from before their text named its owner.
            key.HasIndex(k => k.Hash);
            key.PrimitiveCollection(k => k.Scopes).HasDefaultValueSql("'{read}'").ElementType(scope => scope.HasConversion<LowercaseEnum<KeyScope>>());
            key.Property(k => k.Name).HasMaxLength(100);
            key.Property(k => k.Prefix).HasMaxLength(48);
            key.Property(k => k.CreatedAt).HasDefaultValueSql("now()");
            key.HasOne<User>().WithMany().HasForeignKey(k => k.OwnerId);
        });
        model.Entity<DataProtectionKey>().ToTable("data_protection_keys");
    }
}
