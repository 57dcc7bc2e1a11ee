using ConversationMemory.Services.Models;

namespace ConversationMemory.Web.Pages.Admin.Providers;

/// <summary>The provider that the settings name, in words.</summary>
public static class EnvironmentText
{
    public static string Of(ModelOptions options) =>
        options.IsOffline ? "the offline assistant" : $"{options.Name} at {options.Endpoint!.Host}";
}
