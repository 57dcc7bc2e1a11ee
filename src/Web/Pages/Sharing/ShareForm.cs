using ConversationMemory.Data.Sharing;
using ConversationMemory.Services.Sharing;

namespace ConversationMemory.Web.Pages.Sharing;

/// <summary>What the form for a new link holds.</summary>
public sealed class ShareForm
{
    public ShareKind Kind { get; set; }
    public int? From { get; set; }

    /// <summary>Null: to the end.</summary>
    public int? Through { get; set; }

    public bool WithTools { get; set; }
    public int Days { get; set; } = ShareTerms.DefaultDays;
    public string? Passphrase { get; set; }

    internal ShareTerms Terms => new(Kind, From, Through, WithTools, Days, Passphrase);
}
