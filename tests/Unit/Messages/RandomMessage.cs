using System.Reflection;
using System.Text.Json;
using ConversationMemory.Data;
using ConversationMemory.Data.Messages;
using ConversationMemory.Data.RowSecurity;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;

namespace ConversationMemory.Tests.Unit.Messages;

/// <summary>Messages with something in every column that the database has, whatever columns these are: they are read off EF's model.</summary>
internal static class RandomMessage
{
    // Whose it is follows from where it lies, and the database tells what it takes.
    private static readonly string[] OfTheRow = [nameof(MessageRecord.OwnerId), nameof(MessageRecord.ConversationId), nameof(MessageRecord.Bytes)];

    /// <summary>By their names in the database.</summary>
    public static IReadOnlyDictionary<string, PropertyInfo> Columns { get; } = ColumnsOfModel();

    public static void Hold(Action<MessageRecord[]> property) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(200), Prop.ForAll(Any().NonEmptyListOf().Select(Numbered).ToArbitrary(), property));

    /// <summary>Every column of it, as it can be told from another one.</summary>
    public static Dictionary<string, object?> Values(MessageRecord message) =>
        Columns.ToDictionary(column => column.Key, column => column.Value.GetValue(message));

    private static MessageRecord[] Numbered(IEnumerable<MessageRecord> messages) => [.. messages.Select((message, place) => message with { Seq = (place * 2) + 1 })];

    private static Gen<MessageRecord> Any() => Columns.Values
        .Aggregate(Gen.Constant(0).Select(_ => new MessageRecord { Content = "" }), (made, property) =>
            from message in made
            from value in ValueOf(property)
            select With(message, property, value));

    private static MessageRecord With(MessageRecord message, PropertyInfo property, object? value)
    {
        property.SetValue(message, value);
        return message;
    }

    private static Gen<object?> ValueOf(PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType);
        var value = Value(property, type ?? property.PropertyType);
        var mayBeNull = type is not null || new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable;
        return mayBeNull ? Gen.Frequency((3, value), (1, Gen.Constant<object?>(null))) : value;
    }

    private static Gen<object?> Value(PropertyInfo property, Type type) => property.Name switch
    {
        nameof(MessageRecord.ToolCallsJson) => Text().Select(text => (object?)JsonSerializer.Serialize<ToolCall[]>([new("1", text, "{}", "ok", text)], ToolCallJson.Options)),
        nameof(MessageRecord.Context) => Text().Select(text => (object?)JsonSerializer.Serialize(new { text }, ToolCallJson.Options)),
        _ when type == typeof(string) => Text().Select(text => (object?)text),
        _ when type == typeof(int) => Gen.Choose(0, int.MaxValue).Select(number => (object?)number),
        _ when type == typeof(bool) => Gen.Elements<object?>(true, false),
        _ when type == typeof(decimal) => Gen.Choose(0, int.MaxValue).Select(number => (object?)(number / 1_000_000m)),
        _ when type == typeof(Guid) => Gen.Choose(0, int.MaxValue).Select(number => (object?)new Guid(number, 1, 2, new byte[8])),
        _ when type == typeof(DateTimeOffset) => Gen.Choose(0, int.MaxValue).Select(seconds => (object?)DateTimeOffset.UnixEpoch.AddSeconds(seconds).AddTicks(seconds % 1_000_000 * 10)),
        _ when type.IsEnum => Gen.Elements<object?>([.. Enum.GetValues(type).Cast<object?>()]),
        _ => throw new NotSupportedException($"Say here what a {type.Name} may be: {property.Name}."),
    };

    private static Gen<string> Text() => Gen.Choose(1, 0x10FFFF).Where(c => c is < 0xD800 or > 0xDFFF).Select(char.ConvertFromUtf32).ListOf().Select(string.Concat);

    private static Dictionary<string, PropertyInfo> ColumnsOfModel()
    {
        using var db = new AppDbContext(new DbContextOptionsBuilder<AppDbContext>().UseNpgsql("Host=unused").Options, new CurrentUser());
        return db.Model.FindEntityType(typeof(MessageRecord))!.GetProperties()
            .Where(property => !OfTheRow.Contains(property.Name))
            .ToDictionary(property => property.GetColumnName(), property => property.PropertyInfo!);
    }
}
