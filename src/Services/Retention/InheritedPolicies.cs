using ConversationMemory.Data.Retention;

namespace ConversationMemory.Services.Retention;

/// <summary>What a field is if a policy does not say it.</summary>
/// <param name="From">Whose policy says it.</param>
/// <param name="IsLocked">It is so whatever the narrower policy says.</param>
public sealed record Inherited(string Value, PolicyScope From, bool IsLocked);

/// <summary>The policies that are wider than one: the system's, and for an agent its organisation's.</summary>
/// <param name="System">Null: nothing is wider than the system's policy.</param>
/// <param name="Organisation">Null: there is none.</param>
public sealed record InheritedPolicies(RetentionPolicy? System, RetentionPolicy? Organisation)
{
    public static readonly InheritedPolicies None = new(null, null);

    /// <summary>As <c>app.pick</c> decides it. Null: nothing is wider.</summary>
    public Inherited? Of(PolicyField field)
    {
        if (System is null) return null;
        var own = Organisation is null ? null : field.Get(Organisation);
        var locked = System.Locked.Contains(field.Column);
        return locked || own is null
            ? new Inherited(field.Get(System)!, PolicyScope.System, locked)
            : new Inherited(own, PolicyScope.Organisation, Organisation!.Locked.Contains(field.Column));
    }
}
