namespace ConversationMemory.Tests.Unit.Rendering;

[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute()
    {
        if (SharedData.Folder is null)
            Skip = "Replays public data sets from ../shared/data, which a clone does not hold.";
    }
}
