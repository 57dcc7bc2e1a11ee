using ConversationMemory.Services.Storage;

namespace ConversationMemory.Web.Pages.Admin.Storage;

/// <summary>The figures, which refresh by themselves.</summary>
/// <param name="Report">Null: nothing has been measured yet.</param>
/// <param name="Note">What became of the button.</param>
public sealed record StorageView(StorageReport? Report, string? Note);
