namespace ConversationMemory.Services.Work;

/// <param name="Handler">Makes the handler in the scope of a job's owner.</param>
public sealed record JobRegistration(JobKind Kind, Func<IServiceProvider, IJobHandler> Handler);
