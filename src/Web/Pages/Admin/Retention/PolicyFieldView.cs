using ConversationMemory.Services.Retention;

namespace ConversationMemory.Web.Pages.Admin.Retention;

/// <summary>A field of a policy's form.</summary>
/// <param name="Inherited">What it is if nothing is said here; null: this is the widest policy.</param>
/// <param name="Error">Why what was sent is refused.</param>
/// <param name="MayLock">Whether there are narrower policies.</param>
public sealed record PolicyFieldView(PolicyField Field, PolicyInput Input, InheritedView? Inherited, string? Error, bool MayLock)
{
    public string Name => $"Fields[{Field.Column}]";

    public string Id => Field.Column;
}

/// <param name="DisplayValue">Such as "30 days".</param>
/// <param name="From">Whose policy says it, such as "system".</param>
public sealed record InheritedView(string DisplayValue, string From, bool IsLocked)
{
    public static InheritedView? Of(PolicyField field, Inherited? inherited) =>
        inherited is null ? null : new(field.Describe(inherited.Value), inherited.From.ToString().ToLowerInvariant(), inherited.IsLocked);
}
