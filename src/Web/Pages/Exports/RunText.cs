using System.Globalization;
using ConversationMemory.Data.Exports;
using ConversationMemory.Services.Exports.Many;

namespace ConversationMemory.Web.Pages.Exports;

/// <summary>An export in words.</summary>
public static class RunText
{
    public static string What(ExportRunView run) => run.Scope switch
    {
        ExportScope.Account => "All my data",
        ExportScope.Organisation => "The whole organisation",
        ExportScope.Matching => "Conversations that matched",
        ExportScope.Chosen => "Chosen conversations",
        _ => "All my conversations",
    };

    public static string State(ExportRunView run) => run.State switch
    {
        ExportRunState.Queued => "waits for its turn",
        ExportRunState.Running => run.Total is { } total ? $"{Number(run.Done)} of {Conversations(total)}" : $"{Conversations(run.Done)} so far",
        ExportRunState.Done => Conversations(run.Done),
        ExportRunState.Stopped => "stopped",
        ExportRunState.Expired => "its time was over, and the file was removed",
        _ => run.Error ?? "failed",
    };

    private static string Conversations(int count) => count == 1 ? "1 conversation" : $"{Number(count)} conversations";

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
