using ConversationMemory.Web.Operations;
using Microsoft.AspNetCore.Mvc;

namespace ConversationMemory.Web.Security;

internal static class SecurityServices
{
    /// <summary>The cookie that the token in a page's forms belongs to.</summary>
    public const string FormCookie = "form";

    public static IServiceCollection AddSecurity(this IServiceCollection services, IConfiguration configuration) =>
        services
            .AddProblemDetails()
            .AddExceptionHandler<DatabaseAwayHandler>()
            .AddCompression()
            .AddRateLimits(configuration)
            .AddAntiforgery(antiforgery =>
            {
                antiforgery.Cookie.Name = FormCookie;
                antiforgery.SuppressXFrameOptionsHeader = true;
            })
            .Configure<MvcOptions>(mvc => mvc.Filters.Add(new AutoValidateAntiforgeryTokenAttribute()))
            // The browser's own checks do; the library for these attributes is not here, and they come with inline styles.
            .Configure<MvcViewOptions>(views => views.HtmlHelperOptions.ClientValidationEnabled = false);
}
