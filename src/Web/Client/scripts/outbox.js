// A message is on the page at once, and goes out exactly once: while the connection is down it waits in sight, kept in
// session storage, and is sent again with the same key, by which the server knows it.
import { composer, conversation, log, messageBox, setText } from "./page.js";
import { follow } from "./scroll.js";
import { read, write } from "./store.js";
import htmx from "./htmx.js";

const pause = 4_000;
const form = composer();
const slot = () => `outbox:${conversation()}`;
let retry;

if (form) {
  form.addEventListener("htmx:config:request", take);
  form.addEventListener("htmx:after:request", settle);
  form.addEventListener("htmx:error", wait);
  addEventListener("online", sendAgain);
  document.addEventListener("visibilitychange", () => document.hidden || sendAgain());

  const waiting = read(slot());
  if (waiting) show(waiting.text);
  sendAgain();
}

function take(event) {
  if (event.target !== form) return;
  const { body } = event.detail.ctx.request;
  const [key, text] = [body.get("key"), body.get("message")];
  if (!text.trim()) {
    event.preventDefault();
    return;
  }
  if (read(slot())?.key !== key) {
    write(slot(), { key, text });
    show(text);
    setText("");
  }
  allowSending(false);
}

function settle(event) {
  if (event.target !== form) return;
  const { status } = event.detail.ctx.response;
  if (status >= 500) {
    wait(event);
    return;
  }
  clearTimeout(retry);
  const sent = read(slot());
  write(slot(), null);
  document.getElementById("pending")?.remove();
  allowSending(true);
  if (status < 400) document.dispatchEvent(new CustomEvent("cm:changed"));
  else if (sent) setText([sent.text, messageBox().value].filter(Boolean).join("\n\n"));
}

function wait(event) {
  const state = document.querySelector("#pending .state");
  if (event.target !== form || !state) return;
  state.textContent = navigator.onLine ? "Not sent yet. Trying again…" : "Waiting for the connection, then it is sent.";
  clearTimeout(retry);
  retry = setTimeout(sendAgain, pause);
}

function sendAgain() {
  const waiting = read(slot());
  if (!waiting || !navigator.onLine) return;
  clearTimeout(retry);
  const values = { message: waiting.text, key: waiting.key };
  htmx.ajax("POST", form.getAttribute("action"), { source: form, swap: "none", values });
}

// One message at a time: the next can be written meanwhile, and sent after it.
function allowSending(allowed) {
  const send = form.querySelector(".send");
  if (send) send.disabled = !allowed;
}

function show(text) {
  const pending = document.getElementById("pending-message").content.cloneNode(true);
  pending.querySelector(".body").textContent = text;
  document.getElementById("welcome")?.remove();
  log().append(pending);
  follow();
}
