using System.Globalization;
using ConversationMemory.Data.Messages;

namespace ConversationMemory.Services.Imports.Formats;

/// <summary>Messages that were edited and answered anew: each knows the one before it. Loops and unknown parents are taken as beginnings.</summary>
internal sealed class ChatTree<T>
{
    /// <summary>More are left out, with a note.</summary>
    public const int MostBranches = 20;

    private readonly Dictionary<string, (string? Parent, T Value)> nodes = [];
    private readonly HashSet<string> parents = [];
    private readonly List<string> order = [];
    private readonly HashSet<string> texts = new(StringComparer.Ordinal);

    public bool IsEmpty => order.Count == 0;

    public void Add(string id, string? parent, T value)
    {
        if (!nodes.TryAdd(id, (parent, value))) return;
        order.Add(id);
        if (parent is not null) parents.Add(parent);
    }

    /// <summary>For a message that has none: the same for the same file, because branches are known by it.</summary>
    public string NewId() => string.Create(CultureInfo.InvariantCulture, $"#{order.Count}");

    /// <summary>Whether it is there.</summary>
    public bool Has(string? id) => id is not null && nodes.ContainsKey(id);

    /// <summary>Those that nothing follows, as the file has them.</summary>
    public IEnumerable<string> Leaves => order.Where(id => !parents.Contains(id));

    /// <summary>The last leaf by a time; of equals the last in the file.</summary>
    public string LatestLeaf(Func<T, DateTimeOffset?> time) =>
        Leaves.Concat(order.TakeLast(1)).Select((id, place) => (id, place)).MaxBy(leaf => (time(nodes[leaf.id].Value) ?? DateTimeOffset.MinValue, leaf.place)).id;

    /// <summary>From the beginning to a message.</summary>
    public IReadOnlyList<T> PathTo(string id)
    {
        var path = new List<T>();
        var seen = new HashSet<string>();
        for (var next = id; next is not null && seen.Add(next) && nodes.TryGetValue(next, out var node); next = node.Parent) path.Add(node.Value);
        path.Reverse();
        return path;
    }

    /// <summary>The conversation along the path to a message, with the other paths as its branches.</summary>
    /// <param name="shown">The end of the path that was shown last.</param>
    /// <param name="chat">What they have in common; its id is part of the branches' ids.</param>
    /// <param name="read">Makes messages of a path.</param>
    public ImportedChat Chat(string shown, ImportedChat chat, Func<IReadOnlyList<T>, IReadOnlyList<MessageRecord>> read)
    {
        var messages = Shared(read(PathTo(shown)));
        var branches = new List<ImportedChat>();
        var others = Leaves.Where(leaf => leaf != shown).ToList();
        foreach (var leaf in others.Take(MostBranches))
        {
            var branch = Shared(read(PathTo(leaf)));
            if (branch.Count == 0 || IsBeginningOf(branch, messages)) continue;
            branches.Add(chat with { SourceId = chat.SourceId is null ? null : $"{chat.SourceId}#{leaf}", Messages = branch });
        }

        var notes = others.Count > MostBranches ? [.. chat.Notes, $"It has {others.Count:N0} other branches; the first {MostBranches} can be imported."] : chat.Notes;
        return chat with { Messages = messages, Branches = branches, Notes = notes };
    }

    // Paths have their beginnings in common; a long one is not to be in memory twenty times.
    private List<MessageRecord> Shared(IReadOnlyList<MessageRecord> messages) => [.. messages.Select(m => m with { Content = Known(m.Content) })];

    private string Known(string text)
    {
        if (texts.TryGetValue(text, out var known)) return known;
        texts.Add(text);
        return text;
    }

    private static bool IsBeginningOf(List<MessageRecord> some, List<MessageRecord> whole) =>
        some.Count <= whole.Count && some.Zip(whole).All(pair => (pair.First.Role, pair.First.Content, pair.First.CreatedAt) == (pair.Second.Role, pair.Second.Content, pair.Second.CreatedAt));
}
