using ConversationMemory.Web.Accounts;
using ConversationMemory.Web.Pages.Chat;
using ConversationMemory.Web.Pages.Conversations;
using ConversationMemory.Web.Pages.TagHelpers;
using ConversationMemory.Web.Pages.Search;
using Microsoft.AspNetCore.Mvc;

namespace ConversationMemory.Web.Pages;

internal static class PageServices
{
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddScoped<ChatReader>();
        services.AddScoped<SidebarReader>();
        services.AddScoped<ManageReader>();
        services.AddScoped<SearchReader>();
        services.AddScoped<FragmentRenderer>();
        services.Configure<CookieTempDataProviderOptions>(note =>
        {
            note.Cookie.Name = "note";
            note.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddScoped<MemberPages>();
        services.AddRazorPages(pages =>
        {
            pages.Conventions.AddPageRoute("/Chat/Index", "/chat/new");
            foreach (var folder in (string[])["/Chat", "/Conversations", "/Sharing", "/Templates"])
                pages.Conventions.AddFolderApplicationModelConvention(folder, page => page.Filters.Add(new ServiceFilterAttribute(typeof(MemberPages))));
        });
        return services;
    }
}
