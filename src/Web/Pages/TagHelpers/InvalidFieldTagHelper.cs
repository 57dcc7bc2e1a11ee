using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ConversationMemory.Web.Pages.TagHelpers;

/// <summary>Ties a refused field to its message, the element <c>{id}-error</c>, for readers who do not see the two together.</summary>
[HtmlTargetElement("input", Attributes = For)]
[HtmlTargetElement("textarea", Attributes = For)]
[HtmlTargetElement("select", Attributes = For)]
public sealed class InvalidFieldTagHelper : TagHelper
{
    private const string For = "asp-for";

    // After the framework's own helpers, which write the id.
    public override int Order => 1;

    [HtmlAttributeName(For)]
    public ModelExpression Field { get; set; } = null!;

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (View.ModelState.GetFieldValidationState(Field.Name) != ModelValidationState.Invalid) return;
        var hint = output.Attributes["aria-describedby"]?.Value;
        output.Attributes.SetAttribute("aria-invalid", "true");
        output.Attributes.SetAttribute("aria-describedby", $"{output.Attributes["id"]?.Value}-error {hint}".TrimEnd());
    }
}
