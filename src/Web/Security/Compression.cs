namespace ConversationMemory.Web.Security;

/// <summary>
/// Compresses pages; files are compressed when the app is built, and streams are not, so that each word leaves at once.
/// What a page keeps secret, its form token, is masked anew in each answer. Where an address carries a query the answer
/// repeats it beside private text, whose length would then tell about the text (BREACH): such answers stay as they are.
/// </summary>
internal static class Compression
{
    public static IServiceCollection AddCompression(this IServiceCollection services) =>
        services.AddResponseCompression(compression => compression.EnableForHttps = true);

    public static WebApplication UseCompression(this WebApplication app)
    {
        app.UseWhen(context => !context.Request.QueryString.HasValue, plain => plain.UseResponseCompression());
        return app;
    }
}
