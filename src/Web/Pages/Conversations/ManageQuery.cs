using System.Globalization;
using ConversationMemory.Services.Conversations;

namespace ConversationMemory.Web.Pages.Conversations;

/// <summary>What the address of the page of one's conversations asks for.</summary>
/// <param name="State">Which part.</param>
/// <param name="Q">A part of the title; in archive and trash of the summary too.</param>
/// <param name="From">Active on this day of the reader's or later.</param>
/// <param name="To">Active on this day of the reader's or before.</param>
/// <param name="Before">The cursor of the page before.</param>
public sealed record ManageQuery(ConversationState State = ConversationState.Live, string? Q = null, DateOnly? From = null, DateOnly? To = null, string? Before = null)
{
    public string Address => "/conversations" + QueryString.Create(
        new (string Name, string? Value)[]
        {
            ("state", State == ConversationState.Live ? null : State.ToString().ToLowerInvariant()),
            ("q", Q), ("from", From?.ToString("O", CultureInfo.InvariantCulture)), ("to", To?.ToString("O", CultureInfo.InvariantCulture)), ("before", Before),
        }.Where(p => !string.IsNullOrWhiteSpace(p.Value)).Select(p => KeyValuePair.Create(p.Name, p.Value)));
}
