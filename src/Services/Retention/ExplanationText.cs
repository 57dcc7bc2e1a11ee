using System.Globalization;
using System.Text.Json.Nodes;
using ConversationMemory.Data.Retention.Queries;
using ConversationMemory.Services.Conversations;

namespace ConversationMemory.Services.Retention;

/// <summary>Says an explanation in words: "Deleted on 3 March 2027: organisation policy 30 days, last active 1 February 2027."</summary>
internal sealed class ExplanationText(RetentionExplanation explanation, TimeZoneInfo zone)
{
    private ConversationEnd Conversation => explanation.Conversation;

    public override string ToString() => Held() + explanation.State switch
    {
        ConversationState.Deleted => Trashed(),
        ConversationState.Archived => Archived(),
        _ => Live(),
    };

    private string Held() => Conversation.Held
        ? "On hold: an administrator keeps it until the hold is released, whatever else is said here. "
        : "";

    private string Live()
    {
        var ttl = explanation[PolicyFields.Ttl.Column];
        if (ttl.Value == "0") return $"Kept for ever: {ttl.Scope} policy.";
        if (Conversation.DueAt is null) return $"Kept as long as it is pinned: since {Day(Conversation.PinnedAt)}.";

        var goes = explanation[PolicyFields.AtEnd.Column].Value == "archive" ? "Will be archived" : "Will be deleted";
        return $"{goes} on {Day(explanation.EndsAt)}: {ttl.Scope} policy {ttl.DisplayValue}, last active {Day(Conversation.ActiveAt)}{Longer(ttl)}. {Then()}";
    }

    private string Longer(ExplainedField ttl)
    {
        var byPolicy = Conversation.ActiveAt.AddDays(int.Parse(ttl.Value, CultureInfo.InvariantCulture));
        var kept = Conversation.KeptUntil > byPolicy ? $", kept until {Day(Conversation.KeptUntil)} at least because it was extended or restored" : "";
        var notice = explanation[PolicyFields.Notice.Column].DisplayValue;
        return explanation.EndsAt > Conversation.DueAt ? $"{kept}, and {notice} of notice" : kept;
    }

    private string Then() => explanation[PolicyFields.AtEnd.Column].Value == "archive"
        ? $"It stays in the archive {Term(explanation[PolicyFields.Archive.Column])}."
        : $"It can then be restored from the trash for {explanation[PolicyFields.Trash.Column].DisplayValue}.";

    private string Archived()
    {
        var archive = explanation[PolicyFields.Archive.Column];
        var until = explanation.EndsAt is { } end
            ? $"Goes to the trash on {Day(end)}: {archive.Scope} policy {archive.DisplayValue} in the archive."
            : $"Kept there for ever: {archive.Scope} policy.";
        return $"Archived on {Day(Conversation.ArchivedAt)}{Because()}. {until}";
    }

    private string Trashed() => $"Deleted on {Day(Conversation.DeletedAt)}{Because()}. " + (explanation.EndsAt is { } end
        ? $"It can be restored until {Day(end)}, and is removed for good after that."
        : "It is removed for good soon.");

    private string Because()
    {
        var why = JsonNode.Parse(Conversation.Ending ?? "{}")!;
        return (string?)why["cause"] switch
        {
            "ttl" => $": {why["scope"]} policy {PolicyFields.Ttl.Describe(why["ttl_days"]!.ToString())}, last active {Day((DateTimeOffset?)why["last_active"])}",
            "archive_ttl" => $": {why["scope"]} policy {PolicyFields.Archive.Describe(why["archive_days"]!.ToString())} in the archive, archived {Day((DateTimeOffset?)why["archived_at"])}",
            "admin" => " by an administrator",
            "account" => " with its account",
            _ => " by its owner",
        };
    }

    private static string Term(ExplainedField field) => field.Value == "0" ? field.DisplayValue : $"for {field.DisplayValue}";

    private string Day(DateTimeOffset? moment) => moment is { } at
        ? TimeZoneInfo.ConvertTime(at, zone).ToString("d MMMM yyyy", CultureInfo.InvariantCulture)
        : "a day unknown";
}
