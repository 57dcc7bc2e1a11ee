// One box that ticks all boxes of its form; without script there is none, and each is ticked by itself.
import { onContent, within } from "./page.js";

export default function start() {
  onContent((root) => {
    for (const all of within(root, "[data-select-all]")) {
      const boxes = () => all.form.querySelectorAll(`input[name="${all.dataset.selectAll}"]`);
      all.closest("[hidden]")?.removeAttribute("hidden");
      all.addEventListener("change", () => {
        for (const box of boxes()) box.checked = all.checked;
      });
    }
  });
}
