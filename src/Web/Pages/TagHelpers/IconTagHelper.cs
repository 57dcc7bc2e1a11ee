using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ConversationMemory.Web.Pages.TagHelpers;

/// <summary>Draws a symbol of wwwroot/img/icons.svg. Always decoration: the words stand beside it.</summary>
[HtmlTargetElement("icon", Attributes = "name", TagStructure = TagStructure.WithoutEndTag)]
public sealed class IconTagHelper : TagHelper
{
    public string Name { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "svg";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "icon");
        output.Attributes.SetAttribute("aria-hidden", "true");
        output.Content.SetHtmlContent("<use href=\"/img/icons.svg#").Append(Name).AppendHtml("\"></use>");
    }
}
