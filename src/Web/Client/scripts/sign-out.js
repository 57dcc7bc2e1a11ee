// Nothing a person wrote stays in the browser after signing out, in no tab. A session that merely expired keeps its
// drafts: their owner comes back.
import { clear } from "./store.js";

const channel = "BroadcastChannel" in window ? new BroadcastChannel("cm:session") : null;

export default function start() {
  document.addEventListener("submit", ({ target }) => {
    if (new URL(target.getAttribute("action") ?? "", location.href).pathname !== "/account/logout") return;
    clear();
    channel?.postMessage("ended");
  });

  channel?.addEventListener("message", () => {
    clear();
    document.body.replaceChildren();
    location.replace("/account/login");
  });
}
