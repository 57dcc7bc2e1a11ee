// Keeps what is shown in step with what is stored. A change in one tab tells the others; a tab that comes back asks, and
// now and then a visible one. Where others write, the server says when there is something new. An unchanged transcript
// costs a 304.
import { conversation, log } from "./page.js";
import { sessionEnded } from "./problems.js";
import htmx from "./htmx.js";

const every = 30_000;
// Until what must not be swapped away is gone.
const whileBusy = 1_000;
// After a reply, a better title and a summary are made in the background.
const afterReply = [1_000, 4_000, 12_000];
const channel = "BroadcastChannel" in window ? new BroadcastChannel("cm") : null;
let known = log()?.dataset.version;
let changes = null;
let later;

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
  document.addEventListener("visibilitychange", () => {
    watch();
    if (!document.hidden) refresh();
  });
  addEventListener("pageshow", ({ persisted }) => persisted && comeBack());
  addEventListener("pagehide", unwatch);
  setInterval(() => document.hidden || refresh(), every);
  watch();
}

const listChanged = () => htmx.trigger(document.body, "conversations-changed");

// Only by a tab that is seen: a browser opens few connections to one server.
function watch() {
  if (document.hidden || log().dataset.shared !== "true") {
    unwatch();
    return;
  }
  if (changes) return;
  changes = new EventSource(`/chat/${conversation()}/changes`);
  changes.addEventListener("message", ({ data }) => data !== known && refresh());
  changes.addEventListener("gone", () => {
    unwatch();
    refresh();
  });
  // It comes again by itself, unless the server refuses.
  changes.addEventListener("error", () => changes?.readyState === EventSource.CLOSED && refresh());
}

function unwatch() {
  changes?.close();
  changes = null;
}

function settle() {
  channel?.postMessage("changed");
  for (const time of afterReply) setTimeout(refresh, time);
}

// A page that the browser kept whole must not show anything to whoever came after.
async function comeBack() {
  const answer = await fetch("/conversations", { headers: { "HX-Request": "true" } });
  if (answer.status === 401) location.reload();
  else {
    watch();
    refresh();
  }
}

async function refresh() {
  clearTimeout(later);
  if (conversation() === "new") return;
  if (isBusy()) {
    later = setTimeout(refresh, whileBusy);
    return;
  }
  try {
    const answer = await fetch(`/chat/${conversation()}/log`, { headers: { "HX-Request": "true", "If-None-Match": known ?? "" } });
    if (answer.status === 401) sessionEnded();
    const version = answer.headers.get("ETag");
    // Taken back or deleted: nothing of it stays in sight.
    if (answer.status === 404) location.reload();
    if (!answer.ok || !version || version === known) return;
    const text = await answer.text();
    if (isBusy()) {
      later = setTimeout(refresh, whileBusy);
      return;
    }
    known = version;
    await htmx.swap({ text, sourceElement: log(), target: log(), swap: "innerMorph" });
    listChanged();
  } catch {
    // Offline: the next time will do.
  }
}

// What waits in the outbox stands in the transcript only here, and a text being edited must not be swapped away.
const isBusy = () => document.getElementById("pending") || log().querySelector("form.edit");
