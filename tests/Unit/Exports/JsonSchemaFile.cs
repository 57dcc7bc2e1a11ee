using System.Text.Json;
using System.Text.RegularExpressions;

namespace ConversationMemory.Tests.Unit.Exports;

/// <summary>As much of JSON Schema as the published one uses. A word that is not known here fails the test rather than pass anything.</summary>
internal sealed class JsonSchemaFile(JsonElement root)
{
    /// <returns>What is wrong, each with its place; empty: nothing.</returns>
    public IReadOnlyList<string> Validate(JsonElement value) => [.. Check(root, value, "$")];

    private IEnumerable<string> Check(JsonElement schema, JsonElement value, string place) => schema.EnumerateObject().SelectMany(rule => rule.Name switch
    {
        "$schema" or "$defs" or "title" or "description" or "format" => [],
        "$ref" => Check(Resolve(rule.Value.GetString()!), value, place),
        "type" => Types(rule.Value).Any(type => IsA(value, type)) ? [] : [$"{place} is no {rule.Value}"],
        "const" => JsonElement.DeepEquals(rule.Value, value) ? [] : [$"{place} is not {rule.Value}"],
        "enum" => rule.Value.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)) ? [] : [$"{place} is none of {rule.Value}"],
        "pattern" => value.ValueKind != JsonValueKind.String || Regex.IsMatch(value.GetString()!, rule.Value.GetString()!) ? [] : [$"{place} is not like {rule.Value}"],
        "required" => value.ValueKind != JsonValueKind.Object ? [] : Texts(rule.Value).Where(name => !value.TryGetProperty(name, out _)).Select(name => $"{place}.{name} is missing"),
        "dependentRequired" => rule.Value.EnumerateObject().Where(has => value.TryGetProperty(has.Name, out _))
            .SelectMany(has => Texts(has.Value)).Where(name => !value.TryGetProperty(name, out _)).Select(name => $"{place}.{name} is missing"),
        "properties" => value.ValueKind != JsonValueKind.Object ? [] : rule.Value.EnumerateObject().Where(p => value.TryGetProperty(p.Name, out _))
            .SelectMany(p => Check(p.Value, value.GetProperty(p.Name), $"{place}.{p.Name}")),
        "items" => value.ValueKind != JsonValueKind.Array ? [] : value.EnumerateArray().SelectMany((item, n) => Check(rule.Value, item, $"{place}[{n}]")),
        _ => [$"the schema's word {rule.Name} is not known here"],
    });

    private JsonElement Resolve(string reference) =>
        reference.Split('/').Skip(1).Aggregate(root, (element, name) => element.GetProperty(name));

    private static IEnumerable<string> Types(JsonElement type) => type.ValueKind == JsonValueKind.Array ? Texts(type) : [type.GetString()!];

    private static IEnumerable<string> Texts(JsonElement list) => list.EnumerateArray().Select(text => text.GetString()!);

    private static bool IsA(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => false,
    };
}
