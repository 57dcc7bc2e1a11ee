// A message is on the page at once, and goes out exactly once: while the connection is down it waits in sight, kept in
// session storage, and is sent again with the same key, by which the server knows it.
import { composer, conversation, log, messageBox, setText } from "./page.js";
import { follow } from "./scroll.js";
import { read, write } from "./store.js";
import htmx from "./htmx.js";

const shortest = 2_000;
const longest = 60_000;
const form = composer();
const slot = () => `outbox:${conversation()}`;
let pause = shortest;
let sending = false;
let retry;

export default function start() {
  if (!form) return;
  form.addEventListener("htmx:config:request", take);
  form.addEventListener("htmx:after:request", settle);
  form.addEventListener("htmx:error", wait);
  addEventListener("online", sendAgain);
  document.addEventListener("visibilitychange", () => document.hidden || sendAgain());

  const waiting = read(slot());
  if (waiting) {
    show(waiting.text);
    allowSending(false);
    sendAgain();
  }
}

function take(event) {
  if (event.target !== form) return;
  const { body } = event.detail.ctx.request;
  const [key, text] = [body.get("key"), body.get("message")];
  const waiting = read(slot());
  if (sending || !text.trim() || (waiting && waiting.key !== key)) {
    event.preventDefault();
    return;
  }
  if (!waiting) {
    // Not the form's own key: that may belong to a page which the browser had kept, or to another tab.
    const message = { key: newKey(), text };
    body.set("key", message.key);
    write(slot(), message);
    show(text);
    setText("");
  }
  sending = true;
  allowSending(false);
}

function settle(event) {
  if (event.target !== form) return;
  const { response: { status }, hx } = event.detail.ctx;
  if (status >= 500) {
    wait(event);
    return;
  }
  clearTimeout(retry);
  form.querySelector(".problem")?.remove();
  pause = shortest;
  sending = false;
  const sent = read(slot());
  write(slot(), null);
  // On its way to the page of a new conversation, the message stays in sight.
  if (hx.redirect) return;
  document.getElementById("pending")?.remove();
  allowSending(true);
  if (status >= 400 && sent) setText([sent.text, messageBox().value].filter(Boolean).join("\n\n"));
}

function wait(event) {
  if (event.target !== form) return;
  sending = false;
  const state = document.querySelector("#pending .state");
  if (state) state.textContent = navigator.onLine ? "Not sent yet. Trying again…" : "Waiting for the connection, then it is sent.";
  clearTimeout(retry);
  retry = setTimeout(sendAgain, pause);
  pause = Math.min(2 * pause, longest);
}

function sendAgain() {
  const waiting = read(slot());
  if (!waiting || sending || !navigator.onLine) return;
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

// As randomUUID, which is missing where the page came over plain http from another machine.
function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
