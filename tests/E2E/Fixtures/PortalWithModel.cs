using System.Collections.Concurrent;

namespace ConversationMemory.Tests.E2E.Fixtures;

/// <summary>A portal whose model is a <see cref="FakeModelServer"/>. It echoes what it was not told to answer otherwise.</summary>
public class PortalWithModel : Portal
{
    private readonly ConcurrentDictionary<string, ModelScript[]> scripts = new();

    public FakeModelServer Model { get; private set; } = null!;

    protected override IDictionary<string, string?> Settings => new Dictionary<string, string?>(base.Settings)
    {
        ["Model:Endpoint"] = Model.Endpoint.ToString(),
        ["Model:ApiKey"] = "key-of-the-model",
        ["Model:Name"] = "test-model",
    };

    public override async Task InitializeAsync()
    {
        Model = await FakeModelServer.StartAsync();
        var echo = Model.Otherwise;
        // By text and not by turn: the app also asks for titles and summaries when it sees fit.
        Model.Otherwise = request => scripts.TryGetValue(request.LastUserText, out var rounds) ? rounds[RoundOf(request) % rounds.Length] : echo(request);
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Model.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Tells what the model does when it is sent this text, and then after each round of tools.</summary>
    public void When(string text, params ModelScript[] rounds) => scripts[text] = rounds;

    private static int RoundOf(FakeModelRequest request) =>
        request.Messages.Reverse().TakeWhile(m => m.GetProperty("role").GetString() != "user").Count(m => m.GetProperty("role").GetString() == "assistant");
}
