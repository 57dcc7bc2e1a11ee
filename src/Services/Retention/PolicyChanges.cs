using System.Security.Cryptography;
using System.Text;
using ConversationMemory.Data.Retention;

namespace ConversationMemory.Services.Retention;

/// <summary>A value before and after, as the audit log has it; null: not said.</summary>
public sealed record PolicyChange(string? From, string? To);

/// <summary>What differs between two policies of a scope.</summary>
public static class PolicyChanges
{
    /// <returns>By column; empty: nothing.</returns>
    public static SortedDictionary<string, PolicyChange> Between(RetentionPolicy before, RetentionPolicy after)
    {
        var changes = new SortedDictionary<string, PolicyChange>(StringComparer.Ordinal);
        foreach (var field in PolicyFields.All) Add(field.Column, field.Get(before), field.Get(after));
        Add("locked", Locks(before), Locks(after));
        Add("follows_settings", before.FollowsSettings ? "true" : null, after.FollowsSettings ? "true" : null);
        return changes;

        void Add(string column, string? from, string? to)
        {
            if (from != to) changes.Add(column, new PolicyChange(from, to));
        }
    }

    /// <summary>The same for policies that say the same: so that what was confirmed is what is saved.</summary>
    public static string Fingerprint(RetentionPolicy policy) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\n', Between(new RetentionPolicy(), policy).Select(change => $"{change.Key}={change.Value.To}")))))[..16];

    private static string? Locks(RetentionPolicy policy) => policy.Locked.Length == 0 ? null : string.Join(", ", policy.Locked.Order(StringComparer.Ordinal));
}
