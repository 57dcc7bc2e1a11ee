using Microsoft.AspNetCore.Mvc;

namespace ConversationMemory.Web.Security;

internal static class SecurityServices
{
    public static IServiceCollection AddSecurity(this IServiceCollection services, IConfiguration configuration) =>
        services
            .AddProblemDetails()
            .AddRateLimits(configuration)
            .AddAntiforgery(antiforgery =>
            {
                antiforgery.Cookie.Name = "form";
                antiforgery.SuppressXFrameOptionsHeader = true;
            })
            .Configure<MvcOptions>(mvc => mvc.Filters.Add(new AutoValidateAntiforgeryTokenAttribute()));
}
