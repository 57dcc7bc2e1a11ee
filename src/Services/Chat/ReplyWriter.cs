using ConversationMemory.Data.Messages;
using ConversationMemory.Services.Messages;
using ConversationMemory.Services.Models;
using ConversationMemory.Services.Models.Tools;
using Microsoft.Extensions.Logging;

namespace ConversationMemory.Services.Chat;

/// <summary>Writes one reply: context, model and tools, and in the end the message, whole or not.</summary>
public sealed class ReplyWriter(ReplyPreparation preparation, ReplyStore store, ReplyHeartbeat heartbeat, ILogger<ReplyWriter> log)
{
    private const string Restarted = "The portal was restarted while this reply was being written. Your message is kept; please try again.";
    private const string Fault = "Something went wrong while this reply was being written. Your message is kept; please try again.";

    /// <param name="reply">Where watchers see it grow.</param>
    /// <param name="timeZone">The reader's IANA zone; null: UTC.</param>
    /// <param name="ct">Ends the writing: the reader's wish, or the app's end.</param>
    /// <returns>How it ended; it is in the database by then.</returns>
    public async Task<ReplyOutcome> WriteAsync(LiveReply reply, string? timeZone, CancellationToken ct)
    {
        using var writing = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var beating = heartbeat.RunAsync(reply, writing.Token);
        var outcome = await ComposeAsync(reply, timeZone, ct);
        await writing.CancelAsync();
        await beating.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        await FinishAsync(reply.Key, outcome);
        return outcome;
    }

    private async Task<ReplyOutcome> ComposeAsync(LiveReply reply, string? timeZone, CancellationToken ct)
    {
        var calls = new List<ToolCall>();
        PreparedReply? prepared = null;
        ReplyOutcome Outcome(MessageStatus status, string? error = null, ModelError? failure = null) => new(
            status, reply.Text.TrimEnd(), calls, prepared?.Model.Name, prepared?.Plan.Record.ToJson(), error, failure);
        try
        {
            prepared = await preparation.PrepareAsync(reply.Key, timeZone, ct);
            var loop = new ToolLoop(prepared.Model, prepared.Limits);
            await foreach (var part in loop.RunAsync(prepared.Plan.Messages, prepared.Options, ct))
                Follow(reply, calls, part);
            calls = [.. ToolCallRecord.Fit(calls, prepared.Limits.MaxStoredSize)];
            return reply.Text.AsSpan().IsWhiteSpace() && calls.Count == 0
                ? Outcome(MessageStatus.Broken, new ModelException(ModelError.Nonsense).Message, ModelError.Nonsense)
                : Outcome(MessageStatus.Complete);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            Shorten();
            return reply.StopRequested ? Outcome(MessageStatus.Stopped) : Outcome(MessageStatus.Broken, Restarted);
        }
        catch (ModelException failure)
        {
            Shorten();
            log.LogWarning("Reply {UserSeq} of conversation {ConversationId} failed: {Kind} {Cause}",
                reply.Key.UserSeq, reply.Key.ConversationId, failure.Kind, failure.Cause);
            return Outcome(MessageStatus.Broken, failure.Message, failure.Kind);
        }
        catch (Exception fault)
        {
            Shorten();
            log.LogError(fault, "Reply {UserSeq} of conversation {ConversationId} failed",
                reply.Key.UserSeq, reply.Key.ConversationId);
            return Outcome(MessageStatus.Broken, Fault);
        }

        void Shorten()
        {
            if (prepared is not null) calls = [.. ToolCallRecord.Fit(calls, prepared.Limits.MaxStoredSize)];
        }
    }

    private static void Follow(LiveReply reply, List<ToolCall> calls, ReplyPart part)
    {
        switch (part)
        {
            case TextDelta delta:
                // No database text can hold a NUL; a model that sends one means nothing by it.
                reply.Append(delta.Text.Replace('\0', '\uFFFD'));
                break;
            case ToolStarted started:
                reply.ToolStarted(started.Id, started.Name, started.Input);
                break;
            case ToolFinished finished:
                calls.Add(finished.Call);
                reply.ToolFinished(finished.Call);
                break;
        }
    }

    private async Task FinishAsync(ReplyKey key, ReplyOutcome outcome)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await store.FinishAsync(key, outcome, CancellationToken.None);
                return;
            }
            catch (Exception fault) when (attempt < 5)
            {
                log.LogWarning(fault, "Reply {UserSeq} of conversation {ConversationId} not stored yet",
                    key.UserSeq, key.ConversationId);
                await Task.Delay(TimeSpan.FromMilliseconds(200 << attempt), CancellationToken.None);
            }
        }
    }
}
