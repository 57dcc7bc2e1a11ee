using ConversationMemory.Services.Text.Rendering;
using ConversationMemory.Web.Accounts;
using ConversationMemory.Web.Pages.Chat;
using ConversationMemory.Web.Pages.Conversations;
using ConversationMemory.Web.Pages.Search;
using ConversationMemory.Web.Pages.TagHelpers;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApplicationModels;

namespace ConversationMemory.Web.Pages;

internal static class PageServices
{
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddSingleton<MarkdownCache>();
        services.AddScoped<HeadReader>();
        services.AddScoped<TranscriptReader>();
        services.AddScoped<ChatReader>();
        services.AddScoped<ChangeFollower>();
        services.AddScoped<SidebarReader>();
        services.AddScoped<ManageReader>();
        services.AddScoped<SearchReader>();
        services.AddScoped<FragmentRenderer>();
        services.Configure<CookieTempDataProviderOptions>(note =>
        {
            note.Cookie.Name = "note";
            note.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddScoped<ConversationAccessRule>();
        services.AddScoped<ConversationAccessPageFilter>();
        services.AddRazorPages(pages =>
        {
            pages.Conventions.AddPageRoute("/Chat/Index", "/chat/new");
            foreach (var folder in (string[])["/Chat", "/Conversations", "/Sharing", "/Templates"])
                pages.Conventions.AddFolderApplicationModelConvention(folder, AskForAccess);
        });
        return services;
    }

    private static void AskForAccess(PageApplicationModel page)
    {
        page.Filters.Add(new ServiceFilterAttribute(typeof(ConversationAccessPageFilter)));
        if (!page.HandlerTypeAttributes.OfType<ForMembersAttribute>().Any()) page.EndpointMetadata.Add(ForMembersAttribute.OwnersOnly);
    }
}
