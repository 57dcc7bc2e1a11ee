using ConversationMemory.Data.Imports;
using ConversationMemory.Services.Imports;

namespace ConversationMemory.Web.Pages.Imports;

/// <summary>An import as its page shows it.</summary>
/// <param name="Entries">A page of what is in the file.</param>
/// <param name="From">The position that page begins at.</param>
/// <param name="Next">Where the next page begins; null: there is none.</param>
public sealed record ImportView(ImportPreview Preview, IReadOnlyList<ImportEntry> Entries, int From, int? Next)
{
    public const int PageSize = 100;

    public ImportRun Run => Preview.Run;

    public ImportFigures Figures => Preview.Figures;

    public ImportReport Report => ImportReport.From(Run.Report);

    /// <summary>Other branches become conversations of their own.</summary>
    public bool Branches => Figures.ChosenBranches > 0;

    public Guid AgentId => Preview.Policy.AgentId;

    public bool IsWorking => Run.State is ImportState.Reading or ImportState.Importing or ImportState.Undoing;

    public bool IsReady => Run.State == ImportState.Ready;

    /// <summary>There may be something of it to take back.</summary>
    public bool CanUndo => Run.State is ImportState.Done or ImportState.Failed && Figures.Imported + Figures.Archived > 0;

    public string? Refusal { get; init; }

    public string AddressFrom(int from) => $"/imports/{Run.Id}?from={from}&agent={AgentId}";
}
