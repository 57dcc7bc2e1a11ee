using System.Globalization;
using ConversationMemory.Data.Retention;

namespace ConversationMemory.Services.Retention;

/// <summary>Why a policy is refused, at which field.</summary>
public sealed record PolicyProblem(string Column, string Message);

/// <summary>A policy that cannot be saved.</summary>
public sealed class PolicyException(IReadOnlyList<PolicyProblem> problems) : Exception(problems[0].Message)
{
    public IReadOnlyList<PolicyProblem> Problems { get; } = problems;
}

/// <summary>What a policy may say.</summary>
public static class PolicyRules
{
    /// <param name="policy">As it would be saved.</param>
    /// <param name="wider">What it inherits from.</param>
    public static IReadOnlyList<PolicyProblem> Check(RetentionPolicy policy, InheritedPolicies wider) =>
        [.. Values(policy, wider), .. Locks(policy), .. Together(policy, wider)];

    private static IEnumerable<PolicyProblem> Values(RetentionRules policy, InheritedPolicies wider)
    {
        foreach (var field in PolicyFields.All)
        {
            if (field.Get(policy) is not { } value)
            {
                if (wider.System is null) yield return new(field.Column, "The system's policy has to say this: there is none wider to inherit from.");
            }
            else if (field.Validate(value) is { } refusal)
            {
                yield return new(field.Column, refusal);
            }
        }
    }

    private static IEnumerable<PolicyProblem> Locks(RetentionPolicy policy) =>
        policy.Locked.Where(column => PolicyFields.Find(column) is null)
            .Select(column => new PolicyProblem(column, "There is no such field to lock."));

    private static IEnumerable<PolicyProblem> Together(RetentionRules policy, InheritedPolicies wider)
    {
        int? Effective(NumberField field) =>
            wider.Of(field) is { } inherited && (inherited.IsLocked || field.Read(policy) is null)
                ? int.Parse(inherited.Value, CultureInfo.InvariantCulture)
                : field.Read(policy);

        if (Effective(PolicyFields.Ttl) is > 0 and var ttl && Effective(PolicyFields.Notice) > ttl)
            yield return new(PolicyFields.Notice.Column, "The notice cannot be longer than the lifetime: it would outlast it.");
        if (Effective(PolicyFields.SoftQuota) is > 0 and var soft && Effective(PolicyFields.HardQuota) is > 0 and var hard && soft > hard)
            yield return new(PolicyFields.SoftQuota.Column, "The soft quota cannot be more than the hard one.");
    }
}
