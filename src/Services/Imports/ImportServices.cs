using ConversationMemory.Services.Work;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ConversationMemory.Services.Imports;

public static class ImportServices
{
    /// <summary>Imports; files and chat have to be there as well.</summary>
    public static IServiceCollection AddImports(this IServiceCollection services, IConfiguration configuration) => services
        .Configure<ImportOptions>(configuration.GetSection("Imports"))
        .AddScoped<Imports>()
        .AddScoped<ImportPreviews>()
        .AddScoped<ImportJobs>()
        .AddScoped<ImportReader>()
        .AddScoped<ImportStore>()
        .AddScoped<ImportWriter>()
        .AddScoped<ImportUndo>()
        .AddSingleton<ImportForgetting>()
        .AddRecurring<ImportForgetting>(RecurringWork.ForgetImports, (forgetting, ct) => forgetting.RunAsync(ct))
        .AddJob<ImportReadJob>(ImportReadJob.Kind)
        .AddJob<ImportWriteJob>(ImportWriteJob.Kind)
        .AddJob<ImportUndoJob>(ImportUndoJob.Kind);
}
