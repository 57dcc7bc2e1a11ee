using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;

namespace ConversationMemory.Web.Accounts.SessionKeys;

internal static class SessionKeyServices
{
    /// <summary>Keeps the keys of sessions and forms in the database, wrapped by the <see cref="MasterKey"/>.</summary>
    public static IServiceCollection AddSessionKeys(this IServiceCollection services)
    {
        // A name of its own: by default it would be the folder the app runs from, which differs between instances.
        services.AddDataProtection().SetApplicationName("ConversationMemory");
        services.AddSingleton(provider => MasterKey.From(provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton<KeysInDatabase>();
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider =>
            new ConfigureOptions<KeyManagementOptions>(options =>
            {
                options.XmlRepository = provider.GetRequiredService<KeysInDatabase>();
                options.XmlEncryptor = new XmlWrapper(provider.GetRequiredService<MasterKey>());
            }));
        return services;
    }
}
