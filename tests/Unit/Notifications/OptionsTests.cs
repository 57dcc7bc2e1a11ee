using ConversationMemory.Services.Notifications;
using Microsoft.Extensions.Configuration;

namespace ConversationMemory.Tests.Unit.Notifications;

public class OptionsTests
{
    [Fact]
    public void Without_settings_nothing_is_sent_anywhere()
    {
        Assert.Null(Mail().Host);
        Assert.Null(Webhook().Url);
    }

    [Fact]
    public void Host_and_sender_are_enough_for_mail()
    {
        var mail = Mail(("Host", "mail.example.org"), ("From", "Portal <portal@example.org>"));
        Assert.Equal((587, MailSecurity.StartTls, null), (mail.Port, mail.Security, mail.User));
        Assert.Equal(25, Mail(("Host", "mail.example.org"), ("From", "portal@example.org"), ("Security", "NONE")).Port);
        var tls = Mail(("Host", "mail.example.org"), ("From", "portal@example.org"), ("Security", "tls"));
        Assert.Equal((465, MailSecurity.Tls), (tls.Port, tls.Security));
        Assert.Equal(2525, Mail(("Host", "mail.example.org"), ("From", "portal@example.org"), ("Port", "2525")).Port);
    }

    [Theory]
    [InlineData("From", null, "Mail__From")]
    [InlineData("From", "portal", "Mail__From")]
    [InlineData("Port", "99999", "Mail__Port")]
    [InlineData("Port", "-25", "Mail__Port")]
    [InlineData("Security", "ssl", "Mail__Security")]
    public void Setting_of_mail_that_will_not_do_is_named(string name, string? value, string named)
    {
        var refused = Assert.Throws<InvalidOperationException>(() => Mail(("Host", "mail.example.org"), ("From", "portal@example.org"), (name, value)));
        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("WebhookUrl", "example.org/hook")]
    [InlineData("WebhookUrl", "file:///etc/passwd")]
    [InlineData("WebhookUrl", "https://user:word@example.org/hook")]
    [InlineData("WebhookSecret", "short")]
    [InlineData("WebhookSecret", "whsec_not base64!")]
    public void Setting_of_the_webhook_that_will_not_do_is_named(string name, string value)
    {
        var refused = Assert.Throws<InvalidOperationException>(() => Webhook((name, value)));
        Assert.Contains($"Alerts__{name}", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(value, refused.Message, StringComparison.Ordinal);
    }

    private static MailOptions Mail(params (string Name, string? Value)[] settings) => MailOptions.Of(Configuration("Mail", settings));

    private static WebhookOptions Webhook(params (string Name, string? Value)[] settings) => WebhookOptions.Of(Configuration("Alerts", settings));

    private static IConfiguration Configuration(string section, (string Name, string? Value)[] settings)
    {
        var all = new Dictionary<string, string?>();
        foreach (var (name, value) in settings) all[$"{section}:{name}"] = value;
        return new ConfigurationBuilder().AddInMemoryCollection(all).Build();
    }
}
