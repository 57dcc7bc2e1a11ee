using System.ComponentModel.DataAnnotations.Schema;
using System.Reflection;

namespace ConversationMemory.Data.Messages;

/// <summary>The columns of a message, read off its record: whoever writes or packs messages asks here, so that none is forgotten.</summary>
public static class MessageColumns
{
    // Whose it is follows from where it lies, and the database tells what it takes.
    private static readonly string[] OfTheRow =
        [nameof(MessageRecord.OwnerId), nameof(MessageRecord.ConversationId), nameof(MessageRecord.Bytes), nameof(MessageRecord.Conversation)];

    public static IReadOnlyList<MessageColumn> All { get; } =
    [
        .. typeof(MessageRecord).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => !property.IsDefined(typeof(NotMappedAttribute)) && !OfTheRow.Contains(property.Name))
            .Select(MessageColumn.Of),
    ];

    private static readonly Dictionary<string, MessageColumn> ByName = All.ToDictionary(column => column.Name);

    /// <returns>Null: this version knows no such column.</returns>
    public static MessageColumn? Find(string name) => ByName.GetValueOrDefault(name);
}
