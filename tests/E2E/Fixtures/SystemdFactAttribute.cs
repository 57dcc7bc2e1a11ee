namespace ConversationMemory.Tests.E2E.Fixtures;

/// <summary>A test that asks systemd about a unit; <c>deploy/prerequisites.sh --tests</c> installs it on Debian and Ubuntu.</summary>
public sealed class SystemdFactAttribute : FactAttribute
{
    public SystemdFactAttribute()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        if (!path.Any(folder => File.Exists(Path.Combine(folder, "systemd-analyze"))))
            Skip = "This system has no systemd-analyze, which belongs to systemd.";
    }
}
