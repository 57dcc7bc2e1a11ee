using ConversationMemory.Services.Conversations;
using ConversationMemory.Services.Exports;
using ConversationMemory.Services.Exports.Many;
using ConversationMemory.Web.Pages.TagHelpers;

namespace ConversationMemory.Web.Pages.Exports;

/// <summary>What is to be exported, as a page asks for it.</summary>
public sealed class ExportForm
{
    public ExportScope Scope { get; set; } = ExportScope.Mine;

    /// <summary>None: Markdown and JSON.</summary>
    public IReadOnlyList<ExportFormat> Formats { get; set; } = [];

    /// <summary>Of <see cref="ExportScope.Matching"/>, as in the address of the list.</summary>
    public ConversationState State { get; set; }

    public string? Q { get; set; }
    public DateOnly? From { get; set; }
    public DateOnly? To { get; set; }

    /// <returns>Null: this is not for people to ask here.</returns>
    public ExportRequest? ToRequest(HttpContext http) => Scope is not (ExportScope.Matching or ExportScope.Mine or ExportScope.Account) ? null : new ExportRequest
    {
        Scope = Scope,
        Filter = Scope == ExportScope.Matching ? new ConversationFilter(Q, null, State, Start(From, http), Start(To?.AddDays(1), http)) : null,
        Formats = Formats.Count > 0 ? [.. Formats.Distinct()] : [ExportFormat.Md, ExportFormat.Json],
    };

    private static DateTimeOffset? Start(DateOnly? day, HttpContext http) => day is { } date ? ReaderTimeZone.StartOf(date, http) : null;
}
