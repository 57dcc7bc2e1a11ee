using ConversationMemory.Services.Retention;

namespace ConversationMemory.Web.Pages.Admin.Retention;

/// <summary>The answer to "what would this do?".</summary>
/// <param name="Simulation">Null: not asked yet, or refused.</param>
/// <param name="Problem">Why there is no answer.</param>
/// <param name="Confirmation">What to send to save it; null: there is nothing to confirm.</param>
/// <param name="Removes">It is about removing the policy.</param>
/// <param name="IsAsked">Saving was tried, and waits to be confirmed.</param>
public sealed record SimulationView(
    Simulation? Simulation = null, string? Problem = null, string? Confirmation = null, bool Removes = false, bool IsAsked = false);
