// The tab is named like the conversation, also when that gets a better name.
import { onContent, within } from "./page.js";

export default function start() {
  onContent((root) => {
    for (const title of within(root, "#chat-title")) document.title = `${title.textContent} · ConversationMemory`;
  });
}
