// Enter sends, Shift+Enter breaks the line, and Enter that ends an input method's composition does neither.
import { composer, messageBox } from "./page.js";

export default function start() {
  document.addEventListener("keydown", (event) => {
    if (event.target.id !== "message" || event.key !== "Enter") return;
    if (event.shiftKey || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    const send = composer().querySelector(".send");
    if (send && !send.disabled) composer().requestSubmit(send);
  });

  // The server says what is wrong in its own words, and keeps the text; the browser's bubbles would say it twice.
  if (composer()) composer().noValidate = true;

  // Where a keyboard is at hand, begin by writing. On a phone that would only cover the conversation.
  if (messageBox() && matchMedia("(hover: hover)").matches && !location.hash) messageBox().focus({ preventScroll: true });
}
