using ConversationMemory.Data;
using ConversationMemory.Services.Accounts;
using ConversationMemory.Services.Chat;
using ConversationMemory.Services.Exports;
using ConversationMemory.Services.Files;
using ConversationMemory.Services.Hosting;
using ConversationMemory.Services.Imports;
using ConversationMemory.Services.Models;
using ConversationMemory.Services.Notifications;
using ConversationMemory.Services.Operations;
using ConversationMemory.Services.Retention;
using ConversationMemory.Services.Sharing;
using ConversationMemory.Services.Storage;
using ConversationMemory.Services.Templates;
using ConversationMemory.Web.Accounts;
using ConversationMemory.Web.Accounts.SessionKeys;
using ConversationMemory.Web.Api;
using ConversationMemory.Web.Endpoints;
using ConversationMemory.Web.Hosting;
using ConversationMemory.Web.Imports;
using ConversationMemory.Web.Operations;
using ConversationMemory.Web.Pages;
using ConversationMemory.Web.Security;

var builder = WebApplication.CreateBuilder(args);
await using var database = await builder.StartDatabaseAsync();

builder.Services.AddData(database.Connections.App, database.Connections.Maintenance);
builder.Services.AddSingleton(new InstanceInfo(IsAlone: database.IsPrivate));
builder.Services.AddOperations(builder.Configuration);
builder.Services.AddModels(builder.Configuration);
builder.Services.AddRetention(builder.Configuration);
builder.Services.AddStorage();
builder.Services.AddChat();
builder.Services.AddExports(builder.Configuration);
builder.Services.AddFiles();
builder.Services.AddImports(builder.Configuration);
builder.Services.AddSharing();
builder.Services.AddTemplates();
builder.Services.AddNotifications(builder.Configuration);
builder.Services.AddPacking();
builder.Services.AddAccounts(builder.Configuration);
builder.Services.AddSignIn();
builder.Services.AddSessionKeys();
builder.Services.AddSecurity(builder.Configuration);
builder.Services.AddHealth();
builder.Services.AddPages();
builder.Services.AddApi();

var app = builder.Build();
await app.Services.ApplySettingsAsync();
await app.Services.EnsureAdminAsync();

app.UseTrustedProxies();
app.UseSecurityHeaders();
app.UseCompression();
app.UseErrorPages();
app.UseRouting();
app.UseDoors();
app.UseRequestLimits();
app.UseSignIn();
app.UseReadOnlyMode();
app.UseRateLimiter();
app.UseFormTokens();
app.UseSweepAfterRequests();

app.MapStaticAssets().Through(Door.Files);
app.MapRazorPages().WithStaticAssets().RequireAuthorization().Through(Door.Pages);
app.MapUploads();
app.MapHealth();
app.MapApi();
app.MapGet("/", () => Results.LocalRedirect("/chat")).Through(Door.Pages);
await app.RunAsync();

// Named for the tests, which start the app in their own process.
public partial class Program;
