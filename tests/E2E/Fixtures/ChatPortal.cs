namespace ConversationMemory.Tests.E2E.Fixtures;

/// <summary>A portal with a model, for people at a real browser: its model may keep them waiting.</summary>
public class ChatPortal : PortalWithModel
{
    protected override IDictionary<string, string?> Settings => new Dictionary<string, string?>(base.Settings)
    {
        ["Model:StreamTimeoutSeconds"] = "60",
    };
}
