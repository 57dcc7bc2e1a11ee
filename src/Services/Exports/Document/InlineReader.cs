using ConversationMemory.Services.Text.Rendering.Markup;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax.Inlines;

namespace ConversationMemory.Services.Exports.Document;

/// <summary>Makes nodes of parsed inlines: links and pictures by the same rules as on the page.</summary>
internal static class InlineReader
{
    private const int Deepest = 10;

    // Longer ones are no addresses anybody goes to, and not every reader of PDF takes them.
    private const int LongestAddress = 2_000;

    public static IReadOnlyList<DocumentNode> Read(ContainerInline? container) => Read(container, 0, isInLink: false);

    private static List<DocumentNode> Read(ContainerInline? container, int depth, bool isInLink)
    {
        var nodes = new List<DocumentNode>();
        foreach (var inline in container ?? [])
        {
            foreach (var node in Read(inline, depth + 1, isInLink)) Add(nodes, node);
        }

        return nodes;
    }

    private static IEnumerable<DocumentNode> Read(Inline inline, int depth, bool isInLink) => inline switch
    {
        LiteralInline literal => [DocumentNode.Of(literal.Content.ToString())],
        HtmlEntityInline entity => [DocumentNode.Of(entity.Transcoded.ToString())],
        CodeInline code => [new(NodeType.Code) { Text = code.Content }],
        LatexInline latex => [new(NodeType.Math) { Text = latex.Source }],
        TaskList task => [new(NodeType.Task) { IsSet = task.Checked }],
        LineBreakInline line => [line.IsHard ? new(NodeType.Break) : DocumentNode.Of(" ")],
        AutolinkInline address => Link(address.IsEmail ? "mailto:" + address.Url : address.Url, [DocumentNode.Of(address.Url)], isInLink),
        LinkInline link => LinkOf(link, depth, isInLink),
        EmphasisInline emphasis when depth < Deepest => [new(TypeOf(emphasis)) { Children = Read(emphasis, depth, isInLink) }],
        ContainerInline container => Read(container, Math.Min(depth, Deepest), isInLink),
        _ => [],
    };

    private static NodeType TypeOf(EmphasisInline emphasis) =>
        emphasis.DelimiterChar == '~' ? NodeType.Deleted : emphasis.DelimiterCount > 1 ? NodeType.Strong : NodeType.Emphasis;

    private static IEnumerable<DocumentNode> LinkOf(LinkInline link, int depth, bool isInLink)
    {
        var url = link.GetDynamicUrl?.Invoke() ?? link.Url;
        IReadOnlyList<DocumentNode> words = Read(link, depth, isInLink: true);
        // A picture is never fetched: its description stands for it, as plain text.
        if (link.IsImage)
        {
            var description = NodeText.Of(words);
            words = description.Length > 0 ? [DocumentNode.Of(description)] : Target.IsAllowed(url) ? [DocumentNode.Of(url!)] : [];
        }

        return Link(url, words, isInLink);
    }

    private static IEnumerable<DocumentNode> Link(string? url, IReadOnlyList<DocumentNode> words, bool isInLink) =>
        !isInLink && words.Count > 0 && Target.IsAllowed(url) && url!.Length <= LongestAddress && Uri.TryCreate(url, UriKind.Absolute, out var address)
            ? [new(NodeType.Link) { Url = address.AbsoluteUri, Children = words }]
            : words;

    private static void Add(List<DocumentNode> nodes, DocumentNode node)
    {
        if (node.Type == NodeType.Text && nodes is [.., { Type: NodeType.Text } before]) nodes[^1] = DocumentNode.Of(before.Text + node.Text);
        else nodes.Add(node);
    }
}
