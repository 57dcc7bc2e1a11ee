// A swap may take away what had the focus. It goes on in what came instead, such as a form; else to the message box.
import { log, messageBox } from "./page.js";

let lost = null;

export default function start() {
  document.addEventListener("htmx:before:swap", () => {
    const held = document.activeElement;
    lost = !held || held === document.body ? null : { row: held.closest(".conversation")?.id, list: Boolean(held.closest(".sidebar")) };
  });

  document.addEventListener("htmx:after:swap", () => {
    if (!lost || document.activeElement !== document.body) return;
    const next = lost.list
      ? document.getElementById(lost.row)?.querySelector("input, a") ?? document.querySelector(".new-chat")
      : log()?.querySelector("form.edit textarea") ?? messageBox();
    next?.focus({ preventScroll: true });
  });

  // Send and Stop take each other's place: whoever pressed one goes on writing. On a phone a keyboard would jump up.
  document.addEventListener("click", (event) => {
    if (event.pointerType !== "touch" && event.target.closest("#send-or-stop")) messageBox()?.focus({ preventScroll: true });
  });
}
