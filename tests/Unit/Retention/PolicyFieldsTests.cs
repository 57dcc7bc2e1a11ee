using System.Text.Json;
using ConversationMemory.Data.Retention;
using ConversationMemory.Services.Retention;

namespace ConversationMemory.Tests.Unit.Retention;

public sealed class PolicyFieldsTests
{
    [Fact]
    public void Every_rule_is_a_field_named_like_its_column()
    {
        var rules = typeof(RetentionRules).GetProperties().Select(p => JsonNamingPolicy.SnakeCaseLower.ConvertName(p.Name));
        Assert.Equal(rules.Order(), PolicyFields.All.Select(f => f.Column).Order());
    }

    [Theory]
    [InlineData("window_messages", "0", "all messages")]
    [InlineData("window_messages", "1000", "1,000 messages")]
    [InlineData("ttl_days", "1", "1 day")]
    [InlineData("ttl_days", "0", "for ever")]
    [InlineData("trash_days", "0", "0 days")]
    [InlineData("quota_hard_megabytes", "500", "500 MB")]
    [InlineData("allow_pin", "false", "no")]
    public void Values_are_said_as_people_say_them(string column, string value, string says)
    {
        var field = PolicyFields.Find(column)!;
        var rules = new RetentionPolicy();
        field.Set(rules, value);
        Assert.Equal(value, field.Get(rules));
        Assert.Equal(says, field.Describe(value));
        field.Set(rules, null);
        Assert.Null(field.Get(rules));
    }

    [Theory]
    [InlineData("window_messages", "1")]
    [InlineData("window_messages", "-0")]
    [InlineData("ttl_days", "36501")]
    [InlineData("ttl_days", " 3")]
    [InlineData("ttl_days", "٣")]
    [InlineData("notice_days", "366")]
    [InlineData("at_end", "Delete")]
    [InlineData("allow_pin", "1")]
    public void Other_values_are_refused(string column, string value) => Assert.NotNull(PolicyFields.Find(column)!.Validate(value));

    [Fact]
    public void Wider_policy_decides_where_it_is_locked_and_only_if_it_says_something()
    {
        var system = new RetentionPolicy { TtlDays = 30, NoticeDays = 7, Locked = ["notice_days"] };
        var organisation = new RetentionPolicy { Scope = PolicyScope.Organisation, TtlDays = 20, NoticeDays = 3, Locked = ["ttl_days"] };
        var wider = new InheritedPolicies(system, organisation);
        Assert.Equal(new Inherited("20", PolicyScope.Organisation, true), wider.Of(PolicyFields.Ttl));
        Assert.Equal(new Inherited("7", PolicyScope.System, true), wider.Of(PolicyFields.Notice));
        organisation.TtlDays = null;
        Assert.Equal(new Inherited("30", PolicyScope.System, false), wider.Of(PolicyFields.Ttl));
        Assert.Null(InheritedPolicies.None.Of(PolicyFields.Ttl));
    }

    [Fact]
    public void Policy_is_checked_together_with_what_it_inherits()
    {
        var wider = new InheritedPolicies(new RetentionPolicy { TtlDays = 30, NoticeDays = 7, QuotaSoftMegabytes = 100, QuotaHardMegabytes = 0 }, null);
        Assert.Equal(["notice_days"], Columns(new RetentionPolicy { Scope = PolicyScope.Agent, TtlDays = 5 }, wider));
        Assert.Equal(["quota_soft_megabytes"], Columns(new RetentionPolicy { Scope = PolicyScope.Agent, QuotaHardMegabytes = 50 }, wider));
        Assert.Equal(["title"], Columns(new RetentionPolicy { Scope = PolicyScope.Agent, Locked = ["title"] }, wider));
        Assert.Empty(Columns(new RetentionPolicy { Scope = PolicyScope.Agent, TtlDays = 0, NoticeDays = 300 }, wider));
        Assert.Equal(PolicyFields.All.Select(f => f.Column), Columns(new RetentionPolicy(), InheritedPolicies.None));
    }

    private static IEnumerable<string> Columns(RetentionPolicy policy, InheritedPolicies wider) => PolicyRules.Check(policy, wider).Select(p => p.Column);
}
