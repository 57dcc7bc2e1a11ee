using ConversationMemory.Services.Exports.Many;
using ConversationMemory.Services.Exports.Pdf;
using ConversationMemory.Services.Work;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Services.Exports;

public static class ExportServices
{
    /// <summary>Settings: <c>Pdf__…</c>.</summary>
    public static IServiceCollection AddExports(this IServiceCollection services, IConfiguration configuration) => services
        .AddScoped<ConversationExports>().AddScoped<ExportFiles>().AddScoped<ExportZip>()
        .Configure<PdfOptions>(configuration.GetSection(PdfOptions.Section))
        .AddSingleton<IPdfWriter, TypstPdfWriter>()
        .AddScoped<ExportSource>().AddScoped<ExportWork>().AddScoped<ExportRuns>().AddScoped<ExportDownloads>()
        .AddJob<ExportJob>(ExportJob.Kind);
}
