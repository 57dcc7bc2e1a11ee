using ConversationMemory.Data.Sharing;
using ConversationMemory.Services.Messages;

namespace ConversationMemory.Services.Sharing;

/// <summary>What a new link shows, and until when.</summary>
/// <param name="FromSeq">The first message; null: from the beginning.</param>
/// <param name="ThroughSeq">The last one; null: all there are, and for a live link also what comes.</param>
/// <param name="Days">Until it ends: 1 to <see cref="MostDays"/>.</param>
/// <param name="Passphrase">Null or blank: none.</param>
public sealed record ShareTerms(
    ShareKind Kind = ShareKind.Snapshot, int? FromSeq = null, int? ThroughSeq = null, bool WithTools = false, int Days = ShareTerms.DefaultDays,
    string? Passphrase = null)
{
    public const int DefaultDays = 30;
    public const int MostDays = 365;

    private const int LeastPassphrase = 6;
    private const int MostPassphrase = 200;

    /// <summary>Days to choose from.</summary>
    public static IReadOnlyList<int> Choices { get; } = [1, 7, 30, 90, MostDays];

    /// <exception cref="SharingException">They will not do.</exception>
    public ShareTerms Checked()
    {
        if (Days is < 1 or > MostDays) throw new SharingException("bad_days", $"A link lives from 1 to {MostDays} days.");
        if (FromSeq > ThroughSeq) throw new SharingException("bad_range", "The last message that is shared comes before the first one. Choose them the other way round.");
        if (string.IsNullOrWhiteSpace(Passphrase)) return this with { Passphrase = null };
        var length = MessageText.Length(Passphrase);
        return length is >= LeastPassphrase and <= MostPassphrase && MessageText.IsStorable(Passphrase)
            ? this
            : throw new SharingException("bad_passphrase", $"A passphrase has {LeastPassphrase} to {MostPassphrase} characters; several words are best. Leave it empty for none.");
    }
}
