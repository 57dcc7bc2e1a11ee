// What was half-written in a conversation is found there again, also after signing in anew.
import { conversation, messageBox, setText } from "./page.js";
import { read, write } from "./store.js";

const draft = () => `draft:${conversation()}`;

export default function start() {
  const box = messageBox();

  if (box) {
    if (!box.value) setText(read(draft()) ?? "");
    box.addEventListener("input", () => write(draft(), box.value));
  }
}
