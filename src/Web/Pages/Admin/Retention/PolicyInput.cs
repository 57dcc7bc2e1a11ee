using ConversationMemory.Data.Retention;
using ConversationMemory.Services.Retention;

namespace ConversationMemory.Web.Pages.Admin.Retention;

/// <summary>A field of a policy as its form sends it.</summary>
public sealed class PolicyInput
{
    /// <summary>The choice that means "as <see cref="Number"/> says".</summary>
    public const string ByNumber = "number";

    /// <summary>Empty: inherit; <see cref="ByNumber"/>; or the value itself.</summary>
    public string? Choice { get; set; }

    public string? Number { get; set; }

    public bool Locked { get; set; }

    /// <summary>Null: inherit.</summary>
    public string? Value => string.IsNullOrEmpty(Choice) ? null : Choice == ByNumber ? Number?.Trim() ?? "" : Choice;

    public static PolicyInput Of(PolicyField field, RetentionRules rules, IEnumerable<string> locked)
    {
        var value = field.Get(rules);
        var isNumber = value is not null && field is NumberField number && !(value == "0" && number.Zero is not null);
        return new PolicyInput
        {
            Choice = isNumber ? ByNumber : value,
            Number = isNumber ? value : null,
            Locked = locked.Contains(field.Column),
        };
    }
}
