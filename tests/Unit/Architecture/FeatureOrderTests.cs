using Microsoft.CodeAnalysis;

namespace ConversationMemory.Tests.Unit.Architecture;

/// <summary>Holds the features of <c>src/Services</c> in their order, so that none of them can come to know each other mutually.</summary>
public class FeatureOrderTests
{
    // Each uses what stands before it, and nothing that stands behind it. docs/architecture.md says why.
    private static readonly string[] Order =
    [
        "Text", "Work", "Models", "Messages", "Search", "Summaries", "Context", "Chat",
        "Audit", "Operations", "Notifications", "Files", "Accounts", "Agents", "Conversations", "Storage", "Sharing", "Exports", "Imports", "Retention", "Templates",
    ];

    private static readonly Source Services = Source.Of("Services");

    [Fact]
    public void Each_feature_has_its_place_in_the_order() =>
        Assert.Equal(Order.Order(), Services.Trees.Select(Feature).Distinct().Order());

    [Fact]
    public void Every_name_in_the_services_is_understood() => Assert.Empty(Services.Unknown());

    [Fact]
    public void No_feature_uses_one_that_stands_behind_it() => Assert.Empty(
        from use in Services.Uses()
        let user = Feature(use.Name.SyntaxTree)
        from place in use.Of.DeclaringSyntaxReferences
        let used = Feature(place.SyntaxTree)
        where Array.IndexOf(Order, used) > Array.IndexOf(Order, user)
        select $"{Services.Place(use.Name)} uses {use.Of.ToDisplayString()}: {used} stands behind {user}");

    private static string Feature(SyntaxTree tree) => Services.PathOf(tree).Split('/')[0];
}
