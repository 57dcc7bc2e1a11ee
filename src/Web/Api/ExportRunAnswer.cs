using System.ComponentModel;
using ConversationMemory.Services.Conversations;
using ConversationMemory.Services.Exports;
using ConversationMemory.Services.Exports.Many;
using ConversationMemory.Web.Api.Problems;

namespace ConversationMemory.Web.Api;

/// <summary>What is to be exported.</summary>
internal sealed record ExportStart
{
    [Description("mine: all your conversations, in the archive and the trash too (when left out); account: those, and everything else your account owns; matching: see state, agent_id and title; chosen: see ids.")]
    public string? Scope { get; init; }

    [Description("Of chosen: at most 10,000 conversations.")]
    public IReadOnlyList<Guid>? Ids { get; init; }

    [Description("Of matching: live (when left out), expiring, archived or deleted.")]
    public string? State { get; init; }

    [Description("Of matching.")]
    public Guid? AgentId { get; init; }

    [Description("Of matching: a part of the title.")]
    public string? Title { get; init; }

    [Description("md, json, html, txt, pdf; md and json when left out.")]
    public IReadOnlyList<string>? Formats { get; init; }

    /// <exception cref="ApiException">Something is not as described.</exception>
    public ExportRequest ToRequest()
    {
        var scope = Named<ExportScope>(Scope, ExportScope.Mine, "scope");
        if (scope == ExportScope.Organisation) throw ApiException.BadRequest("bad_scope", "An organisation is exported by its admins, at /admin/exports.");
        if (scope == ExportScope.Chosen && Ids is not { Count: > 0 and <= ExportRequest.MostChosen })
            throw ApiException.BadRequest("bad_ids", $"\"ids\" names 1 to {ExportRequest.MostChosen} conversations.");
        return new ExportRequest
        {
            Scope = scope,
            Ids = scope == ExportScope.Chosen ? Ids! : [],
            Filter = scope == ExportScope.Matching ? new ConversationFilter(Title, AgentId, Named(State, ConversationState.Live, "state")) : null,
            Formats = Formats is { Count: > 0 } ? [.. Formats.Select(Format).Distinct()] : [ExportFormat.Md, ExportFormat.Json],
        };
    }

    private static ExportFormat Format(string name) => ExportFormats.TryParse(name, out var format)
        ? format
        : throw ApiException.BadRequest("bad_format", "There is no such format. Available are md, json, html, txt and pdf.");

    private static T Named<T>(string? name, T otherwise, string field)
        where T : struct, Enum
    {
        if (name is null) return otherwise;
        return name.All(char.IsAsciiLetter) && Enum.TryParse<T>(name, ignoreCase: true, out var value)
            ? value
            : throw ApiException.BadRequest($"bad_{field}", $"\"{field}\" is one of {string.Join(", ", Enum.GetNames<T>().Select(n => n.ToLowerInvariant()))}.");
    }
}

/// <param name="State">queued, running, done, failed, stopped or expired.</param>
/// <param name="Total">Conversations to export; null: not known yet.</param>
/// <param name="Done">Conversations that are in it.</param>
/// <param name="Error">Why it failed.</param>
/// <param name="Bytes">Of the file; null: there is none to be had.</param>
/// <param name="ExpiresAt">When the file is removed.</param>
internal sealed record ExportRunAnswer(
    Guid Id, string Scope, IReadOnlyList<string> Formats, string State, int? Total, int Done, string? Error,
    DateTimeOffset CreatedAt, DateTimeOffset? FinishedAt, long? Bytes, DateTimeOffset? ExpiresAt)
{
    public static ExportRunAnswer Of(ExportRunView run) => new(
        run.Id, run.Scope.ToString().ToLowerInvariant(), [.. run.Formats.Select(format => format.Name())], run.State.ToString().ToLowerInvariant(),
        run.Total, run.Done, run.Error, run.CreatedAt, run.FinishedAt, run.Bytes, run.ExpiresAt);
}

internal sealed record ExportRunList(IReadOnlyList<ExportRunAnswer> Exports);
