using System.Text;

namespace ConversationMemory.Services.Exports.Document;

/// <summary>The words of nodes, and nothing of how they look.</summary>
internal static class NodeText
{
    public static string Of(params IReadOnlyList<DocumentNode> nodes)
    {
        var text = new StringBuilder();
        foreach (var node in nodes) Add(text, node);
        return text.ToString();
    }

    private static void Add(StringBuilder text, DocumentNode node)
    {
        text.Append(node.Type == NodeType.Break ? " " : node.Text);
        foreach (var child in node.Children) Add(text, child);
    }
}
