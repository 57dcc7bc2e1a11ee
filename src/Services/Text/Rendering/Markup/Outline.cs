
namespace ConversationMemory.Services.Text.Rendering.Markup;

/// <summary>
/// Ranks the headings of one message from 3 downwards and without gaps, whatever levels its author chose: on the page
/// 1 is the conversation and 2 the message.
/// </summary>
internal sealed class Outline
{
    private const int HighestRank = 3;
    private readonly List<int> _open = [];

    public Outline()
    {
    }

    private Outline(IEnumerable<int> open) => _open.AddRange(open);

    public Outline Copy() => new(_open);

    public int Rank(int level)
    {
        while (_open.Count > 0 && _open[^1] >= level)
            _open.RemoveAt(_open.Count - 1);
        _open.Add(level);
        return Math.Min(HighestRank + _open.Count - 1, 6);
    }
}
