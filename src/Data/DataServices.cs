using ConversationMemory.Data.Accounts;
using ConversationMemory.Data.RowSecurity;
using ConversationMemory.Data.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Data;

public static class DataServices
{
    private static readonly IdentityInterceptor Identity = new();
    private static readonly RequireTransaction Guard = new();

    /// <summary>Registers the contexts: <see cref="AppDbContext"/> as the app role, accounts as the maintenance role.</summary>
    public static IServiceCollection AddData(this IServiceCollection services, string appConnection, string maintenanceConnection) =>
        services
            .AddScoped<CurrentUser>()
            .AddSingleton(_ => new AppDataSource(DataSources.Create(appConnection, "app")))
            .AddSingleton(_ => new MaintenanceDataSource(DataSources.Create(maintenanceConnection, "maintenance")))
            .AddSingleton(_ => ListenDataSource.Create(maintenanceConnection))
            .AddDbContext<AppDbContext>((provider, options) =>
                options.UseNpgsql(provider.GetRequiredService<AppDataSource>().Source).AddInterceptors(Identity, Guard))
            .AddDbContext<AccountsDbContext>((provider, options) =>
                options.UseNpgsql(provider.GetRequiredService<MaintenanceDataSource>().Source))
            .AddDbContext<AdminDbContext>((provider, options) =>
                options.UseNpgsql(provider.GetRequiredService<MaintenanceDataSource>().Source));
}
