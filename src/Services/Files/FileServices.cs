using ConversationMemory.Services.Work;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ConversationMemory.Services.Files;

public static class FileServices
{
    /// <summary>Files that are kept for a while; whoever needs them may ask for them again.</summary>
    public static IServiceCollection AddFiles(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddScoped<StoredFiles>();
        services.TryAddSingleton<StoredFileExpiry>();
        return services.AddRecurring<StoredFileExpiry>(RecurringWork.RemoveFiles, (expiry, ct) => expiry.RunAsync(ct));
    }
}
