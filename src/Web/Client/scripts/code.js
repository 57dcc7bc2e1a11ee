// Colours code. The highlighter is loaded only once a page shows code in a named language.
import { onContent, within } from "./page.js";

let highlighter;

export default function start() {
  onContent(async (root) => {
    // The block still being written changes many times a second; it is coloured when it is finished.
    const blocks = within(root, "code[class^='language-']:not([data-highlighted])").filter((block) => !block.closest(".growing"));
    if (blocks.length === 0) return;
    highlighter ??= import(document.querySelector("link[rel='highlighter']").href);
    const { default: hljs } = await highlighter;
    for (const block of blocks) {
      const language = block.className.slice("language-".length);
      if (hljs.getLanguage(language) && !block.dataset.highlighted) hljs.highlightElement(block);
    }
  });
}
