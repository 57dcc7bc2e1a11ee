using ConversationMemory.Data.Accounts;
using ConversationMemory.Data.RowSecurity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ConversationMemory.Data;

public static class DataServices
{
    /// <summary>Registers the contexts: <see cref="AppDbContext"/> as the app role, accounts as the maintenance role.</summary>
    public static IServiceCollection AddData(this IServiceCollection services, string appConnection, string maintenanceConnection) =>
        services
            .AddScoped<CurrentUser>()
            .AddSingleton(_ => new AppDataSource(NpgsqlDataSource.Create(appConnection)))
            .AddSingleton(_ => new MaintenanceDataSource(NpgsqlDataSource.Create(maintenanceConnection)))
            .AddDbContext<AppDbContext>((provider, options) =>
                options.UseNpgsql(provider.GetRequiredService<AppDataSource>().Source))
            .AddDbContext<AccountsDbContext>((provider, options) =>
                options.UseNpgsql(provider.GetRequiredService<MaintenanceDataSource>().Source));
}
