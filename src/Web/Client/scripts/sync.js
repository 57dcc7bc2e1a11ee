// Keeps what is shown in step with what is stored. A change in one tab tells the others; a tab that comes back asks, and
// now and then a visible one. An unchanged transcript costs a 304.
import { conversation, log } from "./page.js";
import { sessionEnded } from "./problems.js";
import htmx from "./htmx.js";

const every = 30_000;
// Where others may write at any moment.
const everyShared = 2_000;
// After a reply, a better title and a summary are made in the background.
const afterReply = [1_000, 4_000, 12_000];
const channel = "BroadcastChannel" in window ? new BroadcastChannel("cm") : null;
let known = log()?.dataset.version;

export default function start() {
  if (!log()) return;
  document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
    if (ctx.request.method !== "GET" && ctx.response.status < 400) channel?.postMessage("changed");
  });
  document.addEventListener("htmx:sse:close", settle);
  document.addEventListener("conversations-changed", ({ target }) => target !== document.body && refresh());
  channel?.addEventListener("message", () => {
    listChanged();
    refresh();
  });
  document.addEventListener("visibilitychange", () => document.hidden || refresh());
  addEventListener("pageshow", ({ persisted }) => persisted && comeBack());
  setInterval(() => document.hidden || refresh(), "shared" in log().dataset ? everyShared : every);
}

const listChanged = () => htmx.trigger(document.body, "conversations-changed");

function settle() {
  channel?.postMessage("changed");
  for (const time of afterReply) setTimeout(refresh, time);
}

// A page that the browser kept whole must not show anything to whoever came after.
async function comeBack() {
  const answer = await fetch("/conversations", { headers: { "HX-Request": "true" } });
  if (answer.status === 401) location.reload();
  else refresh();
}

async function refresh() {
  if (conversation() === "new" || isBusy()) return;
  try {
    const answer = await fetch(`/chat/${conversation()}/log`, { headers: { "HX-Request": "true" } });
    if (answer.status === 401) sessionEnded();
    const version = answer.headers.get("ETag");
    // Taken back: nothing of it stays in sight.
    if (answer.status === 404 && "shared" in log().dataset) location.reload();
    if (!answer.ok || !version || version === known) return;
    const text = await answer.text();
    if (isBusy()) return;
    known = version;
    await htmx.swap({ text, sourceElement: log(), target: log(), swap: "innerMorph" });
    listChanged();
  } catch {
    // Offline: the next time will do.
  }
}

// What waits in the outbox stands in the transcript only here, and a text being edited must not be swapped away.
const isBusy = () => document.getElementById("pending") || log().querySelector("form.edit");
