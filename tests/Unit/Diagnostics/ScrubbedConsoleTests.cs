using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Sockets;
using ConversationMemory.Services.Models;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ConversationMemory.Tests.Unit.Diagnostics;

public sealed class ScrubbedConsoleTests : IDisposable
{
    private readonly ScrubbedLog log = new();

    public void Dispose() => log.Dispose();

    public static TheoryData<Exception, string[]> Nasty => new()
    {
        { Fault(), ["Npgsql.PostgresException: SQL state 23505", "constraint pk_sends", "table sends"] },
        { new InvalidOperationException("marked", Fault()), ["System.InvalidOperationException", " ---> Npgsql.PostgresException: SQL state 23505"] },
        { new AggregateException("marked", Fault(), new IOException("marked")), ["System.AggregateException", "PostgresException", "System.IO.IOException"] },
        {
            new HttpRequestException("marked: no route to https://marked.example.org", new SocketException(10061), HttpStatusCode.BadGateway),
            ["HTTP 502", "ConnectionRefused"]
        },
        { new ModelException(ModelError.BadRequest, "HTTP 400", message: "You wrote “marked”"), ["BadRequest, HTTP 400"] },
        { new ValidationException("marked is not an address"), ["System.ComponentModel.DataAnnotations.ValidationException"] },
        { new ArgumentException("marked", "marked", new FormatException("marked")), ["System.ArgumentException", " ---> System.FormatException"] },
    };

    [Theory]
    [MemberData(nameof(Nasty))]
    public void Exception_is_logged_with_its_facts_and_without_what_it_quotes(Exception exception, string[] facts)
    {
        Logger("ConversationMemory.Services.Chat.ReplyWriter").LogError(Thrown(exception), "Reply {Seq} failed: {Fault}", 7, exception.Message);
        Assert.Contains("fail: ConversationMemory.Services.Chat.ReplyWriter[0]", log.Text, StringComparison.Ordinal);
        Assert.Contains("Reply 7 failed: …", log.Text, StringComparison.Ordinal);
        Assert.All(facts, fact => Assert.Contains(fact, log.Text, StringComparison.Ordinal));
        Assert.Contains($"   at {typeof(ScrubbedConsoleTests)}.{nameof(Thrown)}", log.Text, StringComparison.Ordinal);
        AssertClean();
    }

    [Fact]
    public void What_a_library_says_is_left_out_but_for_numbers_times_and_ids()
    {
        var id = Guid.NewGuid();
        Logger("Microsoft.EntityFrameworkCore.Database.Command").LogError(
            Thrown(Fault()), "Failed executing DbCommand ({Elapsed}ms) [Parameters=[{Parameters}]] of {Id:D}\n{CommandText}", 12, "p0='marked'", id, "SELECT 'marked'");
        Assert.Contains($"Failed executing DbCommand (12ms) [Parameters=[…]] of {id}", log.Text, StringComparison.Ordinal);
        AssertClean();
    }

    [Fact]
    public void What_a_library_says_without_a_template_is_left_out()
    {
        Logger("Some.Library").Log(LogLevel.Warning, default, "marked", null, (state, _) => state);
        Assert.Contains("warn: Some.Library[0]\n      …\n", log.Text, StringComparison.Ordinal);
        AssertClean();
    }

    [Fact]
    public void Address_that_the_host_listens_on_is_said()
    {
        Logger("Microsoft.Hosting.Lifetime").LogInformation("Now listening on: {Address}", "http://127.0.0.1:5080");
        Assert.Equal("info: Microsoft.Hosting.Lifetime[0]\n      Now listening on: http://127.0.0.1:5080\n", log.Text);
    }

    [Fact]
    public void Endless_chain_and_deep_stack_end()
    {
        Exception chain = new IOException("marked");
        for (var i = 0; i < 100; i++) chain = new IOException("marked", chain);
        Logger("ConversationMemory.Services").LogError(Thrown(chain), "Failed");
        Logger("ConversationMemory.Services").LogError(Deep(200), "Failed");
        Assert.InRange(log.Text.Length, 1, 20_000);
        AssertClean();
    }

    private static PostgresException Fault() => new(
        "duplicate key: marked", "ERROR", "ERROR", "23505", "Key (content)=(marked) exists", "marked", 0, 0, "SELECT 'marked'", "marked", "app", "sends",
        "key", "marked type", "pk_sends", "marked.c", "1", "marked routine");

    private static Exception Thrown(Exception exception)
    {
        try
        {
            throw exception;
        }
        catch (Exception thrown)
        {
            return thrown;
        }
    }

    private static IOException Deep(int levels)
    {
        static void Down(int left)
        {
            if (left == 0) throw new IOException("marked");
            Down(left - 1);
        }

        try
        {
            Down(levels);
            throw new InvalidOperationException();
        }
        catch (IOException thrown)
        {
            return thrown;
        }
    }

    private ILogger Logger(string category) => log.CreateLogger(category);

    private void AssertClean() => Assert.DoesNotContain("marked", log.Text, StringComparison.OrdinalIgnoreCase);
}
