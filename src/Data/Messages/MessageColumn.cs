using System.ComponentModel.DataAnnotations.Schema;
using System.Linq.Expressions;
using System.Reflection;

namespace ConversationMemory.Data.Messages;

/// <summary>A column that goes with a message wherever it lies.</summary>
/// <param name="Property">That of the record.</param>
/// <param name="Name">As in the database, and in a segment: <c>reply_to</c>.</param>
/// <param name="IsJson">Its text is JSON.</param>
/// <param name="Get">The value of a message.</param>
/// <param name="Set">Gives one that is being read its value.</param>
public sealed record MessageColumn(
    PropertyInfo Property, string Name, bool IsJson, Func<MessageRecord, object?> Get, Action<MessageRecord, object?> Set)
{
    /// <summary>Without the question whether it may be null.</summary>
    public Type Type { get; } = Nullable.GetUnderlyingType(Property.PropertyType) ?? Property.PropertyType;

    internal static MessageColumn Of(PropertyInfo property)
    {
        var column = property.GetCustomAttribute<ColumnAttribute>();
        var message = Expression.Parameter(typeof(MessageRecord));
        var value = Expression.Parameter(typeof(object));
        var place = Expression.Property(message, property);
        return new MessageColumn(
            property, column?.Name ?? SnakeCase.Of(property.Name), column?.TypeName == "jsonb",
            Expression.Lambda<Func<MessageRecord, object?>>(Expression.Convert(place, typeof(object)), message).Compile(),
            Expression.Lambda<Action<MessageRecord, object?>>(Expression.Assign(place, Expression.Convert(value, property.PropertyType)), message, value).Compile());
    }
}
