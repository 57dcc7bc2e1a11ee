using Microsoft.AspNetCore.Authorization;

namespace ConversationMemory.Web.Accounts;

/// <summary>Lets sessions through, and keys that have the scope.</summary>
internal sealed class KeyAccessHandler : AuthorizationHandler<KeyAccess>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, KeyAccess requirement)
    {
        if (context.User.ApiKeyId() is null || requirement.Admits(context.User.KeyScopes())) context.Succeed(requirement);
        else if (context.Resource is HttpContext http) requirement.SayWhy(http);
        return Task.CompletedTask;
    }
}
