using System.Text.Json;
using ConversationMemory.Data.Retention;

namespace ConversationMemory.Web.Pages.Admin.Receipts;

/// <summary>Rows and bytes that were removed of a table.</summary>
public sealed record RemovedRows(string Table, long Rows, long Bytes);

/// <summary>A receipt in words.</summary>
public static class ReceiptText
{
    public static readonly IReadOnlyDictionary<string, string> Causes = new Dictionary<string, string>
    {
        ["ttl"] = "its time was over",
        ["archive_ttl"] = "its time in the archive was over",
        ["window"] = "left the window",
        ["person"] = "deleted by its owner",
        ["admin"] = "cleaned by an admin",
        ["account"] = "the account was deleted",
        ["saved_copy"] = "the saved copy's time was over",
        ["stored_file"] = "a file's time was over",
        ["import_undone"] = "an import was undone",
    };

    public static readonly IReadOnlyList<string> Layers = ["insert", "request", "schedule", "pg_cron", "api", "panel", "person"];

    /// <summary>Why, with the policy that decided where one did.</summary>
    public static string Cause(Receipt receipt)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        var why = Causes.GetValueOrDefault(receipt.Cause, receipt.Cause);
        using var rule = JsonDocument.Parse(receipt.Rule);
        var days = receipt.Cause == "archive_ttl" ? "archive_days" : "ttl_days";
        return rule.RootElement.TryGetProperty("scope", out var scope) && rule.RootElement.TryGetProperty(days, out var count)
            ? $"{why} ({scope} policy, {count} days)"
            : why;
    }

    public static IReadOnlyList<RemovedRows> Counts(Receipt receipt)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        using var counts = JsonDocument.Parse(receipt.Counts);
        return [.. counts.RootElement.EnumerateObject().Select(table => new RemovedRows(
            table.Name, table.Value.GetProperty("rows").GetInt64(), table.Value.GetProperty("bytes").GetInt64()))];
    }

    /// <summary>The rule's fields, such as <c>ttl_days</c> and 30.</summary>
    public static IReadOnlyList<(string Name, string Value)> Rule(Receipt receipt)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        using var rule = JsonDocument.Parse(receipt.Rule);
        return [.. rule.RootElement.EnumerateObject()
            .Where(field => field.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Object))
            .Select(field => (field.Name.Replace('_', ' '), field.Value.ToString()))];
    }
}
