// A file that is too large is refused before it is sent. The server refuses it as well.
import { onContent, within } from "./page.js";

export default function start() {
  onContent((root) => {
    for (const input of within(root, "input[data-most-bytes]")) {
      const most = Number(input.dataset.mostBytes);
      input.addEventListener("change", () => {
        const isTooLarge = [...input.files].some((file) => file.size > most);
        input.setCustomValidity(isTooLarge ? `This file is larger than ${Math.round(most / 1e6)} MB. Choose the conversations.json in it alone.` : "");
        input.reportValidity();
      });
    }
  });
}
