namespace ConversationMemory.Web.Pages.Errors;

/// <summary>A page that asks the database nothing, for when no other can be made.</summary>
/// <param name="Draft">What its reader had written; null: nothing.</param>
internal sealed record AwayView(string Reason, string? Draft);
