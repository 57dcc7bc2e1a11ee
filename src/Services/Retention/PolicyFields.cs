using ConversationMemory.Data.Retention;

namespace ConversationMemory.Services.Retention;

/// <summary>Everything that a policy can say, in the order in which forms ask for it.</summary>
public static class PolicyFields
{
    private const int MaxDays = 36_500;
    private const int MaxMegabytes = 1_000_000;

    public static readonly NumberField Window = new(
        "window_messages", "Messages kept", "The newest ones of a conversation.",
        "message", 2, 100_000, "all messages", r => r.WindowMessages, (r, v) => r.WindowMessages = v);

    public static readonly NumberField Ttl = new(
        "ttl_days", "Lifetime", "Days of 24 hours since somebody last wrote in the conversation.",
        "day", 1, MaxDays, "for ever", r => r.TtlDays, (r, v) => r.TtlDays = v);

    public static readonly ChoiceField AtEnd = Choice<EndAction>(
        "at_end", "When its time is over", "From the trash it can be restored; in the archive it can be read, searched and restored.",
        [("delete", "it goes to the trash, then for good"), ("archive", "it goes to the archive")], r => r.AtEnd, (r, v) => r.AtEnd = v);

    public static readonly NumberField Archive = new(
        "archive_days", "Time in the archive", "After it, what was archived goes to the trash.",
        "day", 1, MaxDays, "for ever", r => r.ArchiveDays, (r, v) => r.ArchiveDays = v);

    public static readonly NumberField Notice = new(
        "notice_days", "Notice", "Days before the end on which its owner is told. Never shorter than this, however late it is given.",
        "day", 0, 365, null, r => r.NoticeDays, (r, v) => r.NoticeDays = v);

    public static readonly NumberField Trash = new(
        "trash_days", "Time in the trash", "Days in which a deleted conversation can be restored. 0: it is gone at once.",
        "day", 0, 365, null, r => r.TrashDays, (r, v) => r.TrashDays = v);

    public static readonly NumberField SoftQuota = new(
        "quota_soft_megabytes", "Soft quota", "From so many megabytes (of 1,000,000 bytes) of a person on, they are told.",
        "MB", 1, MaxMegabytes, "none", r => r.QuotaSoftMegabytes, (r, v) => r.QuotaSoftMegabytes = v);

    public static readonly NumberField HardQuota = new(
        "quota_hard_megabytes", "Hard quota", "From so many megabytes of a person on, nothing new is taken.",
        "MB", 1, MaxMegabytes, "none", r => r.QuotaHardMegabytes, (r, v) => r.QuotaHardMegabytes = v);

    public static readonly IReadOnlyList<PolicyField> All =
    [
        Window,
        Choice<WindowAction>(
            "window_action", "What leaves the window", "Pinned messages stay in sight in any case.",
            [("summarise", "waits for a summary, then is deleted"), ("archive", "is packed into the conversation's history"), ("delete", "is deleted at once")],
            r => r.WindowAction, (r, v) => r.WindowAction = v),
        Ttl,
        AtEnd,
        Archive,
        Notice,
        Trash,
        YesNo("export_first", "Save a copy before deleting", "As Markdown and JSON. If that fails, deletion waits.", r => r.ExportFirst, (r, v) => r.ExportFirst = v),
        YesNo("keep_memories", "Memories outlive their conversation", "There are no long-term memories yet; this says what will hold for them.",
            r => r.KeepMemories, (r, v) => r.KeepMemories = v),
        YesNo("allow_pin", "People may pin conversations", "What is pinned has no end.", r => r.AllowPin, (r, v) => r.AllowPin = v),
        YesNo("allow_extend", "People may extend conversations", "By another full lifetime.", r => r.AllowExtend, (r, v) => r.AllowExtend = v),
        SoftQuota,
        HardQuota,
    ];

    /// <summary>What people may set for a conversation of their own.</summary>
    public static readonly IReadOnlyList<PolicyField> OfConversations = [Window, Ttl, AtEnd, Archive];

    /// <summary>Null: there is no such field.</summary>
    public static PolicyField? Find(string column) => All.FirstOrDefault(f => f.Column == column);

    private static ChoiceField Choice<T>(
        string column, string label, string hint, (string, string)[] choices, Func<RetentionRules, T?> read, Action<RetentionRules, T?> write)
        where T : struct, Enum => new(column, label, hint, choices,
            rules => read(rules)?.ToString().ToLowerInvariant(),
            (rules, value) => write(rules, value is null ? null : Enum.Parse<T>(value, true)));

    private static ChoiceField YesNo(string column, string label, string hint, Func<RetentionRules, bool?> read, Action<RetentionRules, bool?> write) =>
        new(column, label, hint, [("true", "yes"), ("false", "no")],
            rules => read(rules) is { } value ? (value ? "true" : "false") : null,
            (rules, value) => write(rules, value is null ? null : value == "true"));
}
