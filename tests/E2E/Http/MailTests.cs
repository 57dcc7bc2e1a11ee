using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ConversationMemory.Services.Notifications;
using ConversationMemory.Tests.E2E.Fixtures;

namespace ConversationMemory.Tests.E2E.Http;

/// <summary>Mail over a real connection, to a server on this machine.</summary>
public sealed class MailTests : IAsyncLifetime
{
    private static readonly MailMessageText Hello = new("ada@example.org", "Hello", "A line.\n.\n.. dots\nThe end.");

    private readonly FakeSmtpServer server = FakeSmtpServer.Start();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await server.DisposeAsync();

    [Fact]
    public async Task Mail_arrives_as_it_was_sent()
    {
        await Sender().SendAsync(Hello, CancellationToken.None);
        var mail = Assert.Single(server.Mails);
        Assert.Equal("portal@example.org", mail.From);
        Assert.Equal(["ada@example.org"], mail.To);
        Assert.Equal("Hello", Header(mail, "Subject"));
        Assert.Contains("Portal", Header(mail, "From"), StringComparison.Ordinal);
        Assert.Equal(Hello.Text, Body(mail));
        Assert.DoesNotContain("AUTH", server.Commands);
    }

    [Fact]
    public async Task Sender_signs_in_where_there_is_a_user()
    {
        await Sender(user: "portal").SendAsync(Hello, CancellationToken.None);
        Assert.Single(server.Mails);
        Assert.Equal("secret", server.Password);
    }

    [Fact]
    public async Task Text_of_any_script_arrives()
    {
        var subject = string.Concat(Enumerable.Repeat("Läuft ab 🙂 مرحبا 東京 ", 12)).Trim();
        await Sender().SendAsync(new("ada@example.org", subject, "Grüße 🙂\n東京"), CancellationToken.None);
        var mail = Assert.Single(server.Mails);
        Assert.All(mail.Data.ToCharArray(), character => Assert.True(char.IsAscii(character)));
        Assert.Equal(subject, Decoded(Header(mail, "Subject")));
        Assert.Equal("Grüße 🙂\n東京", Body(mail));
    }

    [Theory]
    [InlineData("Hello\r\nBcc: eve@example.org")]
    [InlineData("Hello\nBcc: eve@example.org\n\nAnother text")]
    [InlineData("Hello\rBcc: eve@example.org")]
    [InlineData("Hello\u2028\u0085\u000B\0Bcc: eve@example.org")]
    public async Task Subject_cannot_become_a_header(string subject)
    {
        await Sender().SendAsync(new("ada@example.org", subject, "Text"), CancellationToken.None);
        var mail = Assert.Single(server.Mails);
        Assert.Equal(["ada@example.org"], mail.To);
        Assert.DoesNotContain("\r\nBcc:", mail.Data, StringComparison.OrdinalIgnoreCase);
        Assert.StartsWith("Hello", Decoded(Header(mail, "Subject")), StringComparison.Ordinal);
        Assert.Equal("Text", Body(mail));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nobody")]
    [InlineData("ada@example.org\r\nRCPT TO:<eve@example.org>")]
    [InlineData("ada@example.org, eve@example.org")]
    [InlineData("ada@example.org>\r\nDATA")]
    public async Task What_is_no_address_is_refused_before_anything_is_sent(string to)
    {
        var refused = await Assert.ThrowsAsync<MailException>(() => Sender().SendAsync(Hello with { To = to }, CancellationToken.None));
        Assert.Equal(MailError.Recipient, refused.Kind);
        Assert.Empty(server.Commands);
    }

    [Theory]
    [InlineData("hello", "554 no service for ada@example.org", MailError.Refused, false)]
    [InlineData("hello", "421 later", MailError.Busy, true)]
    [InlineData("MAIL", "530 sign in first", MailError.NotAuthorised, false)]
    [InlineData("MAIL", "550 not you", MailError.Refused, false)]
    [InlineData("RCPT", "550 no such ada@example.org", MailError.Recipient, false)]
    [InlineData("RCPT", "450 mailbox busy", MailError.Busy, true)]
    [InlineData("DATA", "552 too much", MailError.Refused, false)]
    [InlineData("taken", "554 looks like spam", MailError.Refused, false)]
    [InlineData("taken", "451 later", MailError.Busy, true)]
    public async Task Refusal_says_of_which_kind_it_is(string command, string answer, MailError kind, bool mayPass)
    {
        server.Answers[command] = answer;
        var refused = await Assert.ThrowsAsync<MailException>(() => Sender(user: "portal").SendAsync(Hello, CancellationToken.None));
        Assert.Equal((kind, mayPass, $"SMTP {answer[..3]}"), (refused.Kind, refused.MayPass, refused.Cause));
        Assert.DoesNotContain("ada@", refused.ToString(), StringComparison.Ordinal);
        Assert.Empty(server.Mails);
    }

    [Fact]
    public async Task Wrong_password_is_told_as_that()
    {
        server.Answers["password"] = "535 wrong";
        var refused = await Assert.ThrowsAsync<MailException>(() => Sender(user: "portal").SendAsync(Hello, CancellationToken.None));
        Assert.Equal(MailError.NotAuthorised, refused.Kind);
        Assert.DoesNotContain("secret", refused.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("EHLO")]
    [InlineData("RCPT")]
    [InlineData("DATA")]
    [InlineData("taken")]
    public async Task Server_that_keeps_silent_is_left(string command)
    {
        server.Answers[command] = FakeSmtpServer.Silence;
        var late = await Assert.ThrowsAsync<MailException>(() => Sender(timeout: 0.3).SendAsync(Hello, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal((MailError.Timeout, true), (late.Kind, late.MayPass));
    }

    [Fact]
    public async Task Server_that_says_no_goodbye_has_the_mail_all_the_same()
    {
        server.Answers["QUIT"] = FakeSmtpServer.Silence;
        await Sender().SendAsync(Hello, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Single(server.Mails);
    }

    [Fact]
    public async Task Sending_can_be_given_up()
    {
        server.Answers["EHLO"] = FakeSmtpServer.Silence;
        using var enough = new CancellationTokenSource();
        var sending = Sender().SendAsync(Hello, enough.Token);
        await Until.TrueAsync(() => Task.FromResult(server.Commands.Contains("EHLO")));
        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task Nothing_is_said_in_the_clear_where_encryption_is_asked_for()
    {
        var refused = await Assert.ThrowsAsync<MailException>(
            () => Sender(user: "portal", security: MailSecurity.StartTls).SendAsync(Hello, CancellationToken.None));
        Assert.Equal(MailError.Unreachable, refused.Kind);
        Assert.Equal(["EHLO"], server.Commands.Where(c => c is not "QUIT"));
    }

    [Fact]
    public async Task Mail_goes_encrypted_from_the_first_byte_where_that_is_asked_for()
    {
        using var certificate = Certificate();
        await using var encrypted = FakeSmtpServer.Start(certificate);
        await Sender(user: "portal", security: MailSecurity.Tls, port: encrypted.Port, trusted: certificate).SendAsync(Hello, CancellationToken.None);
        Assert.Equal(Hello.Text, Body(Assert.Single(encrypted.Mails)));
        Assert.Equal("secret", encrypted.Password);
    }

    [Fact]
    public async Task Nothing_is_said_to_a_server_whose_certificate_nobody_vouches_for()
    {
        using var certificate = Certificate();
        await using var encrypted = FakeSmtpServer.Start(certificate);
        var refused = await Assert.ThrowsAsync<MailException>(
            () => Sender(user: "portal", security: MailSecurity.Tls, port: encrypted.Port).SendAsync(Hello, CancellationToken.None));
        Assert.Equal(MailError.Unreachable, refused.Kind);
        Assert.Empty(encrypted.Commands);
    }

    [Fact]
    public async Task Without_a_server_there_at_all_it_is_unreachable()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var failed = await Assert.ThrowsAsync<MailException>(
            () => Sender(port: ((IPEndPoint)taken.LocalEndPoint!).Port).SendAsync(Hello, CancellationToken.None));
        Assert.Equal((MailError.Unreachable, true), (failed.Kind, failed.MayPass));
    }

    [Fact]
    public async Task Without_a_setting_nothing_is_sent()
    {
        var sender = new SmtpMailSender(new MailOptions(), TimeProvider.System);
        Assert.False(sender.IsConfigured);
        Assert.Equal(MailError.NotConfigured, (await Assert.ThrowsAsync<MailException>(() => sender.SendAsync(Hello, CancellationToken.None))).Kind);
    }

    private SmtpMailSender Sender(string? user = null, double timeout = 20, MailSecurity security = MailSecurity.None, int? port = null, X509Certificate2? trusted = null) => new(
        new MailOptions
        {
            Host = "127.0.0.1",
            Port = port ?? server.Port,
            From = "Portal <portal@example.org>",
            User = user,
            Password = user is null ? null : "secret",
            Security = security,
            Authorities = trusted is null ? null : [trusted],
            Timeout = TimeSpan.FromSeconds(timeout),
        },
        TimeProvider.System);

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private static string Header(TakenMail mail, string name) => mail.Data[..mail.Data.IndexOf("\r\n\r\n", StringComparison.Ordinal)]
        .Replace("\r\n ", " ", StringComparison.Ordinal).Split("\r\n").Single(l => l.StartsWith($"{name}: ", StringComparison.Ordinal))[(name.Length + 2)..];

    // Encoded words of base64, each of whole characters, as RFC 2047 asks.
    private static string Decoded(string header) => !header.StartsWith("=?utf-8?B?", StringComparison.OrdinalIgnoreCase) ? header : string.Concat(
        header.Split(' ').Select(word => Encoding.UTF8.GetString(Convert.FromBase64String(word["=?utf-8?B?".Length..^2]))));

    private static string Body(TakenMail mail)
    {
        var body = mail.Data[(mail.Data.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        var text = Header(mail, "Content-Transfer-Encoding") switch
        {
            "base64" => Encoding.UTF8.GetString(Convert.FromBase64String(body)),
            "quoted-printable" => QuotedPrintable(body),
            var encoding => throw new NotSupportedException(encoding),
        };
        return text.ReplaceLineEndings("\n").TrimEnd('\n');
    }

    private static string QuotedPrintable(string body)
    {
        var bytes = new List<byte>();
        var text = body.Replace("=\r\n", "", StringComparison.Ordinal);
        for (var i = 0; i < text.Length; i++)
        {
            bytes.Add(text[i] == '=' ? Convert.ToByte(text[(i + 1)..(i + 3)], 16) : (byte)text[i]);
            if (text[i] == '=') i += 2;
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}
