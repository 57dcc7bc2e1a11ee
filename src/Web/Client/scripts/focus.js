// A swap may take away what had the focus. It goes on beside it: to the row in the list of conversations, else to the
// message box.
import { messageBox } from "./page.js";

let lost = null;

document.addEventListener("htmx:before:swap", () => {
  const held = document.activeElement;
  lost = !held || held === document.body ? null : { row: held.closest(".conversation")?.id, list: Boolean(held.closest(".sidebar")) };
});

document.addEventListener("htmx:after:swap", () => {
  if (!lost || document.activeElement !== document.body) return;
  const beside = lost.list ? document.getElementById(lost.row)?.querySelector("a") ?? document.querySelector(".new-chat") : messageBox();
  beside?.focus({ preventScroll: true });
});

// Send and Stop take each other's place: whoever pressed one goes on writing. On a phone a keyboard would jump up.
document.addEventListener("click", (event) => {
  if (event.pointerType !== "touch" && event.target.closest("#send-or-stop")) messageBox().focus({ preventScroll: true });
});
