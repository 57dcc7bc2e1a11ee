using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ConversationMemory.Services.Notifications;

public static class NotificationServices
{
    /// <summary>Mail and webhook, for whoever has something to tell.</summary>
    /// <exception cref="InvalidOperationException">A setting cannot be used.</exception>
    public static IServiceCollection AddNotifications(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(MailOptions.Of(configuration));
        services.AddSingleton<IMailSender, SmtpMailSender>();
        services.AddSingleton(WebhookOptions.Of(configuration));
        services.AddSingleton<WebhookSender>();
        return services;
    }
}
