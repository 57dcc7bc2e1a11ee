using ConversationMemory.Data.Accounts;
using ConversationMemory.Services.Work;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ConversationMemory.Services.Accounts;

public static class AccountsServices
{
    public static IServiceCollection AddAccounts(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<AdminOptions>(configuration.GetSection(AdminOptions.Section));
        services.AddIdentityCore<User>(Configure)
            .AddErrorDescriber<AccountErrors>()
            .AddEntityFrameworkStores<AccountsDbContext>()
            .AddSignInManager();
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddScoped<AccountLookup>()
            .AddScoped<AccountDeletion>()
            .AddScoped<AccountRemoval>()
            .AddScoped<ApiKeys>()
            .AddScoped<FirstAdmin>()
            .AddSingleton<KeyUses>()
            .AddScoped<MemberList>()
            .AddScoped<Members>()
            .AddScoped<Registration>()
            .AddScoped<ClosedAccounts>()
            .AddRecurring<ClosedAccounts>(RecurringWork.FindClosedAccounts, (accounts, ct) => accounts.FindAsync(ct))
            .AddJob<AccountRemovalJob>(AccountRemovalJob.Kind);
    }

    /// <summary>Makes the configured admin's account if it is missing. Once at each start.</summary>
    public static async Task EnsureAdminAsync(this IServiceProvider services, CancellationToken ct = default)
    {
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<FirstAdmin>().EnsureAsync(ct);
    }

    private static void Configure(IdentityOptions identity)
    {
        identity.User.RequireUniqueEmail = true;
        // The name is the email, and an email's characters are not ours to choose.
        identity.User.AllowedUserNameCharacters = "";
        // Length is what makes a password hard to guess; demands on its characters make it hard to remember.
        identity.Password = new PasswordOptions
        {
            RequiredLength = 8,
            RequiredUniqueChars = 3,
            RequireDigit = false,
            RequireLowercase = false,
            RequireUppercase = false,
            RequireNonAlphanumeric = false,
        };
        identity.Lockout.MaxFailedAccessAttempts = 5;
        identity.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
    }
}
