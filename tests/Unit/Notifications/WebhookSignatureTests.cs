using System.Text;
using ConversationMemory.Services.Notifications;

namespace ConversationMemory.Tests.Unit.Notifications;

public class WebhookSignatureTests
{
    // Worked out with OpenSSL: printf '%s' 'msg_1.1700000000.{"a":1}' | openssl dgst -sha256 -hmac KEY -binary | base64
    [Theory]
    [InlineData("0123456789abcdef", "41C4mdfM4X7k7EqLRBhc2OjUAQFwQVsqMUoL0CbTfxc=")]
    [InlineData("whsec_MDEyMzQ1Njc4OWFiY2RlZg==", "41C4mdfM4X7k7EqLRBhc2OjUAQFwQVsqMUoL0CbTfxc=")]
    public void Signature_is_that_of_the_specification(string secret, string signature) =>
        Assert.Equal($"v1,{signature}", WebhookSignature.Of(secret, "msg_1", 1_700_000_000, Encoding.UTF8.GetBytes("""{"a":1}""")));
}
