namespace ConversationMemory.Web.Pages.Errors;

/// <summary>What somebody had written and sent in a form that was refused: nothing that was typed is lost.</summary>
internal static class Drafts
{
    /// <returns>A message, or the new text of one that was sent before. Never another field, which may be a secret. Null: no such form.</returns>
    public static async Task<string?> ReadDraftAsync(this HttpRequest request, CancellationToken ct)
    {
        if (request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) != true) return null;
        var form = await request.ReadFormAsync(ct);
        return form["message"] is [{ } message, ..] ? message : form["text"];
    }
}
