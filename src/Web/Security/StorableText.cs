using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;

namespace ConversationMemory.Web.Security;

/// <summary>Every text of every form: PostgreSQL keeps all characters but NUL.</summary>
internal sealed class StorableText : ValidationAttribute, IValidationMetadataProvider
{
    public StorableText()
        : base("This text has a NUL character in it, which cannot be kept. Remove it and send again.")
    {
    }

    public void CreateValidationMetadata(ValidationMetadataProviderContext context)
    {
        if (context.Key.ModelType == typeof(string)) context.ValidationMetadata.ValidatorMetadata.Add(this);
    }

    public override bool IsValid(object? value) => value is not string text || !text.Contains('\0', StringComparison.Ordinal);
}
