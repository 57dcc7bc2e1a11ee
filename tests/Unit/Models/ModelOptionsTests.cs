using ConversationMemory.Services.Models;
using Microsoft.Extensions.Configuration;

namespace ConversationMemory.Tests.Unit.Models;

public class ModelOptionsTests
{
    [Fact]
    public void Without_settings_it_is_offline()
    {
        var options = From();
        Assert.True(options.IsOffline);
        Assert.Equal("offline", options.Name);
    }

    [Theory]
    [InlineData("OPENAI_API_KEY", "api.openai.com", "gpt-4.1-mini")]
    [InlineData("GROQ_API_KEY", "api.groq.com", "llama-3.3-70b-versatile")]
    [InlineData("GEMINI_API_KEY", "generativelanguage.googleapis.com", "gemini-2.5-flash")]
    public void A_vendors_key_is_enough(string variable, string host, string model)
    {
        var options = From((variable, "k"));
        Assert.Equal((host, "k", model), (options.Endpoint!.Host, options.ApiKey, options.Name));
    }

    [Fact]
    public void An_endpoint_needs_no_key()
    {
        var options = From(("Model:Endpoint", "http://localhost:11434/v1"), ("Model:Name", "qwen3:8b"));
        Assert.Equal(("localhost", null, "qwen3:8b"), (options.Endpoint!.Host, options.ApiKey, options.Name));
    }

    [Fact]
    public void Own_settings_go_before_the_vendors()
    {
        var options = From(("Model:Endpoint", "https://model.example/v1"), ("Model:ApiKey", "own"), ("OPENAI_API_KEY", "other"));
        Assert.Equal(("model.example", "own"), (options.Endpoint!.Host, options.ApiKey));
    }

    [Fact]
    public void A_vendors_key_goes_to_no_other_endpoint()
    {
        Assert.Null(From(("Model:Endpoint", "https://model.example/v1"), ("OPENAI_API_KEY", "k")).ApiKey);
        Assert.Equal("k", From(("Model:Endpoint", "https://api.groq.com/openai/v1"), ("GROQ_API_KEY", "k"), ("OPENAI_API_KEY", "o")).ApiKey);
    }

    [Fact]
    public void The_name_applies_to_a_vendor_too() => Assert.Equal("gpt-5", From(("OPENAI_API_KEY", "k"), ("Model:Name", "gpt-5")).Name);

    [Fact]
    public void OpenAIs_base_address_is_respected() =>
        Assert.Equal("proxy.example", From(("OPENAI_API_KEY", "k"), ("OPENAI_BASE_URL", "https://proxy.example/v1")).Endpoint!.Host);

    [Theory]
    [InlineData("Model:Endpoint", "model.example:11434")]
    [InlineData("Model:Endpoint", "ftp://secret@model.example")]
    [InlineData("OPENAI_BASE_URL", "nonsense")]
    public void A_wrong_address_is_refused_without_repeating_it(string setting, string value)
    {
        var error = Assert.Throws<InvalidOperationException>(() => From((setting, value)));
        Assert.Contains(setting.Replace(":", "__", StringComparison.Ordinal), error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(value, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_kind_of_error_has_words_for_the_person() => Assert.All(Enum.GetValues<ModelError>(), kind =>
        Assert.True(new ModelException(kind).Message.Length > 40));

    private static ModelOptions From(params (string Key, string Value)[] settings) => ModelOptions.From(
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => (string?)s.Value)).Build());
}
