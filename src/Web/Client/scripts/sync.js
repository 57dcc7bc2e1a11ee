// Keeps tabs of one conversation in step: a change in one tells the others; a tab that comes back, and now and then a
// visible one, asks. An unchanged transcript costs a 304.
import { conversation, log } from "./page.js";
import htmx from "./htmx.js";

const every = 30_000;
const channel = "BroadcastChannel" in window ? new BroadcastChannel("cm") : null;
let known = log()?.dataset.version;

if (log() && conversation() !== "new") {
  document.addEventListener("cm:changed", () => channel?.postMessage(conversation()));
  document.addEventListener("htmx:sse:close", () => channel?.postMessage(conversation()));
  channel?.addEventListener("message", ({ data }) => data === conversation() && refresh());
  document.addEventListener("visibilitychange", () => document.hidden || refresh());
  setInterval(() => document.hidden || refresh(), every);
}

async function refresh() {
  // What waits in the outbox stands in the transcript only here.
  if (document.getElementById("pending")) return;
  try {
    const answer = await fetch(`/chat/${conversation()}/log`, { headers: { "HX-Request": "true" } });
    const version = answer.headers.get("ETag");
    if (!answer.ok || !version || version === known) return;
    known = version;
    await htmx.swap({ text: await answer.text(), sourceElement: log(), target: log(), swap: "innerMorph" });
  } catch {
    // Offline: the next time will do.
  }
}
