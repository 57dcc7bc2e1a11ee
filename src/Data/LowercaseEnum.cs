using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace ConversationMemory.Data;

/// <summary>Keeps an enum as its lower-case name, so that rows read well in SQL.</summary>
internal sealed class LowercaseEnum<T>() : ValueConverter<T, string>(
    value => value.ToString().ToLowerInvariant(),
    text => Enum.Parse<T>(text, true))
    where T : struct, Enum;
