// Keeps the transcript free of doubles: the answer to a send and a refresh may both bring the same message.
import { log } from "./page.js";

export default function start() {
  document.addEventListener("htmx:before:swap", (event) => {
    for (const { target, swapSpec, fragment } of event.detail.tasks) {
      if (target !== log() || swapSpec.style !== "beforeend") continue;
      for (const incoming of fragment.querySelectorAll(":scope > [id]")) document.getElementById(incoming.id)?.remove();
      document.getElementById("welcome")?.remove();
    }
  });
}
