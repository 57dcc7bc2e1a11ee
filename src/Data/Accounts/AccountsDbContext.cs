using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace ConversationMemory.Data.Accounts;

/// <summary>
/// The account tables and nothing else. It connects as the maintenance role, because a person must be found before
/// there is an identity; what people write is out of its reach.
/// </summary>
public class AccountsDbContext : IdentityUserContext<User, Guid>
{
    public AccountsDbContext(DbContextOptions<AccountsDbContext> options)
        : base(options)
    {
    }

    protected AccountsDbContext(DbContextOptions options)
        : base(options)
    {
    }

    public DbSet<Organisation> Organisations => Set<Organisation>();
    public DbSet<OrganisationMember> OrganisationMembers => Set<OrganisationMember>();
    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        ArgumentNullException.ThrowIfNull(configurationBuilder);
        // Keys lead with the owner and serve the foreign keys; the few indexes beyond are named where they are needed.
        configurationBuilder.Conventions.Remove<ForeignKeyIndexConvention>();
        configurationBuilder.Properties<OrganisationRole>().HaveConversion<LowercaseEnum<OrganisationRole>>();
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        base.OnModelCreating(builder);
        builder.HasDefaultSchema(Schema.Name);
        AccountsModel.Configure(builder);
        if (GetType() == typeof(AccountsDbContext)) SnakeCase.NameColumns(builder);
    }
}
