using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ConversationMemory.Tests.E2E.Fixtures;

/// <param name="Parent">Empty for the first of a trace.</param>
/// <param name="Attributes">Texts and whole numbers; others are left out.</param>
public sealed record CollectedSpan(string Trace, string Id, string Parent, string Name, ulong StartedAt, IReadOnlyDictionary<string, string> Attributes);

/// <summary>A collector on this machine that takes OpenTelemetry's protocol over HTTP, and keeps what came as it came.</summary>
public sealed class FakeCollector : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<(string Signal, byte[] Body)> received = new();

    private FakeCollector(WebApplication app) => this.app = app;

    public string Address => app.Urls.Single();

    /// <summary>All that ever came, each byte as a character.</summary>
    public string Everything => string.Concat(received.Select(r => Encoding.Latin1.GetString(r.Body)));

    /// <summary>All that came of one signal: <c>traces</c>, <c>metrics</c> or <c>logs</c>.</summary>
    public string AllOf(string signal) => string.Concat(received.Where(r => r.Signal == signal).Select(r => Encoding.Latin1.GetString(r.Body)));

    public static async Task<FakeCollector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var collector = new FakeCollector(builder.Build());
        collector.app.MapPost("/v1/{signal}", collector.TakeAsync);
        await collector.app.StartAsync();
        return collector;
    }

    /// <summary>The spans of a trace that have come, in the order in which they began.</summary>
    public IReadOnlyList<CollectedSpan> SpansOf(string trace) =>
    [
        .. received.Where(r => r.Signal == "traces").SelectMany(r => Messages(r.Body, 1, 2, 2)).Select(Span)
            .Where(span => span.Trace == trace).OrderBy(span => span.StartedAt),
    ];

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task TakeAsync(HttpContext context, string signal)
    {
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        received.Enqueue((signal, body.ToArray()));
        context.Response.ContentType = "application/x-protobuf";
    }

    // The numbers are those of opentelemetry/proto/trace/v1/trace.proto.
    private static CollectedSpan Span(ReadOnlyMemory<byte> message)
    {
        var fields = Fields(message).ToList();
        string Hex(int number) => Convert.ToHexStringLower(fields.FirstOrDefault(f => f.Number == number).Bytes.Span);
        var attributes = Messages(message, 9).Select(a => (Key: Text(a, 1), Value: Value(Messages(a, 2).Single()))).Where(a => a.Value is not null);
        return new CollectedSpan(
            Hex(1), Hex(2), Hex(4), Text(message, 5), fields.Single(f => f.Number == 7).Value, attributes.ToDictionary(a => a.Key, a => a.Value!));
    }

    private static string? Value(ReadOnlyMemory<byte> any) => Fields(any).Select(f => f.Number switch
    {
        1 => Encoding.UTF8.GetString(f.Bytes.Span),
        3 => f.Value.ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => null,
    }).FirstOrDefault();

    private static string Text(ReadOnlyMemory<byte> message, int number) => Encoding.UTF8.GetString(Messages(message, number).Single().Span);

    /// <summary>The messages that are found by going down these fields.</summary>
    private static IEnumerable<ReadOnlyMemory<byte>> Messages(ReadOnlyMemory<byte> message, params int[] path) => path.Aggregate(
        (IEnumerable<ReadOnlyMemory<byte>>)[message], (all, number) => all.SelectMany(Fields).Where(f => f.Number == number).Select(f => f.Bytes));

    private static IEnumerable<(int Number, ulong Value, ReadOnlyMemory<byte> Bytes)> Fields(ReadOnlyMemory<byte> message)
    {
        for (var at = 0; at < message.Length;)
        {
            var tag = Varint(message, ref at);
            var number = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    yield return (number, Varint(message, ref at), default);
                    break;
                case 1:
                    yield return (number, BinaryPrimitives.ReadUInt64LittleEndian(message.Span[at..]), default);
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(message, ref at);
                    yield return (number, 0, message.Slice(at, length));
                    at += length;
                    break;
                case 5:
                    yield return (number, BinaryPrimitives.ReadUInt32LittleEndian(message.Span[at..]), default);
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException($"wire type {tag & 7}");
            }
        }
    }

    private static ulong Varint(ReadOnlyMemory<byte> message, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = message.Span[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
    }
}
