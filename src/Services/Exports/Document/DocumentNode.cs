namespace ConversationMemory.Services.Exports.Document;

/// <summary>
/// A piece of a text that was Markdown: a block or something within one. Which members one of a type has is said with
/// <see cref="NodeType"/>. Addresses lead to http, https and mailto only.
/// </summary>
public sealed record DocumentNode(NodeType Type)
{
    public IReadOnlyList<DocumentNode> Children { get; init; } = [];

    public string Text { get; init; } = "";

    public string? Url { get; init; }

    /// <summary>Of a heading: 3 to 6, without gaps.</summary>
    public int Level { get; init; }

    /// <summary>Of a numbered list: its first number. Null: not numbered.</summary>
    public int? Start { get; init; }

    /// <summary>Of a list: no empty lines between its items. Of a task: it is done. Of a row: it is the head.</summary>
    public bool IsSet { get; init; }

    /// <summary>Of a code block: as its author named it. Of a block of text: as far as its letters tell.</summary>
    public string? Language { get; init; }

    /// <summary>Written from the right to the left.</summary>
    public bool IsRightToLeft { get; init; }

    /// <summary>Of a table: how each column is aligned.</summary>
    public IReadOnlyList<ColumnSide> Sides { get; init; } = [];

    public static DocumentNode Of(string text) => new(NodeType.Text) { Text = text };

    public static DocumentNode Paragraph(string text) => new(NodeType.Paragraph) { Children = [Of(text)] };
}

public enum NodeType
{
    /// <summary>Block of inlines.</summary>
    Paragraph,

    /// <summary>Block of inlines with a level.</summary>
    Heading,

    /// <summary>Block of items.</summary>
    List,

    /// <summary>Of blocks.</summary>
    Item,

    /// <summary>Block of blocks.</summary>
    Quote,

    /// <summary>Block with a text, and a language if its author named one.</summary>
    CodeBlock,

    /// <summary>Block of rows.</summary>
    Table,

    /// <summary>Of cells.</summary>
    Row,

    /// <summary>Of inlines.</summary>
    Cell,

    /// <summary>Block without anything in it.</summary>
    Rule,

    /// <summary>Words on one line.</summary>
    Text,

    /// <summary>Of inlines.</summary>
    Strong,

    /// <summary>Of inlines.</summary>
    Emphasis,

    /// <summary>Of inlines: struck out.</summary>
    Deleted,

    /// <summary>A text to be shown as it is.</summary>
    Code,

    /// <summary>A formula as it was written, its delimiters included.</summary>
    Math,

    /// <summary>Of inlines, with an address.</summary>
    Link,

    /// <summary>The line ends here.</summary>
    Break,

    /// <summary>A box that is ticked or not.</summary>
    Task,
}

public enum ColumnSide
{
    /// <summary>Where the text begins.</summary>
    Start,
    Left,
    Center,
    Right,
}
