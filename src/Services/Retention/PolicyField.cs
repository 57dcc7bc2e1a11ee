using System.Globalization;
using ConversationMemory.Data.Retention;

namespace ConversationMemory.Services.Retention;

/// <summary>One thing that a policy can say. Its values are texts here, as forms, the audit log and explanations have them.</summary>
/// <param name="Column">Its name in the database, in forms and in the API.</param>
/// <param name="Get">Null: the policy does not say.</param>
public abstract record PolicyField(string Column, string Label, string Hint, Func<RetentionRules, string?> Get)
{
    /// <summary>The value as people say it, such as "30 days".</summary>
    public abstract string Describe(string value);

    /// <summary>Why the text cannot be a value; null: it can.</summary>
    public abstract string? Validate(string value);

    /// <summary>Writes a value that is not refused; null: what the wider policy says.</summary>
    public abstract void Set(RetentionRules rules, string? value);
}

/// <summary>A number with a unit.</summary>
/// <param name="Unit">In the singular, such as "day".</param>
/// <param name="Min">The least, zero aside if it means something.</param>
/// <param name="Max">The most.</param>
/// <param name="Zero">What 0 means, such as "for ever"; null: nothing of its own.</param>
public sealed record NumberField(
    string Column, string Label, string Hint, string Unit, int Min, int Max, string? Zero,
    Func<RetentionRules, int?> Read, Action<RetentionRules, int?> Write)
    : PolicyField(Column, Label, Hint, rules => Read(rules)?.ToString(CultureInfo.InvariantCulture))
{
    public override string Describe(string value) => Parse(value) switch
    {
        0 when Zero is not null => Zero,
        1 => $"1 {Unit}",
        var number => string.Create(CultureInfo.InvariantCulture, $"{number:N0} {Unit}{(Unit == "MB" ? "" : "s")}"),
    };

    public override string? Validate(string value) =>
        Parse(value) is { } number && ((number == 0 && Zero is not null) || (number >= Min && number <= Max))
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"Say a whole number from {Min:N0} to {Max:N0}.");

    public override void Set(RetentionRules rules, string? value) => Write(rules, value is null ? null : Parse(value));

    private static int? Parse(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>One of a few values.</summary>
/// <param name="Choices">Value and how people say it.</param>
public sealed record ChoiceField(
    string Column, string Label, string Hint, IReadOnlyList<(string Value, string DisplayValue)> Choices,
    Func<RetentionRules, string?> Read, Action<RetentionRules, string?> Write)
    : PolicyField(Column, Label, Hint, Read)
{
    public override string Describe(string value) => Choices.Single(c => c.Value == value).DisplayValue;

    public override string? Validate(string value) => Choices.Any(c => c.Value == value) ? null : "Choose one of the list.";

    public override void Set(RetentionRules rules, string? value) => Write(rules, value);
}
