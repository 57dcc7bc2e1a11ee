using ConversationMemory.Data;
using ConversationMemory.Services.Chat;
using ConversationMemory.Services.Hosting;
using ConversationMemory.Services.Models;
using ConversationMemory.Services.Retention;
using ConversationMemory.Web.Hosting;

var builder = WebApplication.CreateBuilder(args);
await using var database = await builder.StartDatabaseAsync();

builder.Services.AddData(database.Connections.App, database.Connections.Maintenance);
builder.Services.AddSingleton(new InstanceInfo(IsAlone: database.IsPrivate));
builder.Services.AddModels(builder.Configuration);
builder.Services.AddRetention(builder.Configuration);
builder.Services.AddChat();
builder.Services.AddRazorPages();

var app = builder.Build();
await app.Services.ApplySettingsAsync();

app.MapStaticAssets();
app.MapRazorPages();
app.MapGet("/health/live", () => "ok");
await app.RunAsync();

// Named for the tests, which start the app in their own process.
public partial class Program;
