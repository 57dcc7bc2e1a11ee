using ConversationMemory.Data.RowSecurity;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ConversationMemory.Web.Accounts;

/// <summary>Sessions for browsers, keys for programs, and what each may reach.</summary>
internal static class SignInServices
{
    public static IServiceCollection AddSignIn(this IServiceCollection services)
    {
        services.AddScoped<SessionEvents>();
        services.AddSingleton<AdminSecret>();
        services.AddAuthentication(Schemes.Any)
            .AddPolicyScheme(Schemes.Any, null, any => any.ForwardDefaultSelector = SchemeOf)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(Schemes.ApiKey, null)
            .AddScheme<AuthenticationSchemeOptions, AdminSecretAuthentication>(Schemes.AdminSecret, null)
            .AddScheme<AuthenticationSchemeOptions, NobodyAuthentication>(Schemes.Nobody, null)
            .AddCookie(Schemes.Session, Configure);
        services.AddSingleton<IAuthorizationHandler, KeyAccessHandler>();
        services.AddAuthorizationBuilder()
            .AddPolicy(Policies.Admin, policy => policy.RequireRole("admin"));
        // By folder, so that a page added there is closed from the start; last, because Razor Pages begins with a new list.
        return services.PostConfigure<RazorPagesOptions>(pages => pages.Conventions.AuthorizeFolder("/Admin", Policies.Admin));
    }

    /// <summary>Authentication, the database's identity from it, and authorization, in this order.</summary>
    public static WebApplication UseSignIn(this WebApplication app)
    {
        app.UseAuthentication();
        app.Use((context, next) =>
        {
            context.RequestServices.GetRequiredService<CurrentUser>().Id = context.User.UserId();
            return next(context);
        });
        app.UseAuthorization();
        return app;
    }

    private static string SchemeOf(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<Credentials>()?.SchemeFor(context.Request) ?? Schemes.Nobody;

    private static void Configure(CookieAuthenticationOptions session)
    {
        session.Cookie.Name = "session";
        session.Cookie.HttpOnly = true;
        session.Cookie.SameSite = SameSiteMode.Lax;
        session.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        session.ExpireTimeSpan = TimeSpan.FromDays(14);
        session.SlidingExpiration = true;
        session.EventsType = typeof(SessionEvents);
    }
}
