// What several behaviours need to know about the page.

export const log = () => document.getElementById("log");
export const composer = () => document.getElementById("composer");
export const messageBox = () => document.getElementById("message");

/** The conversation's id, or "new" while it has none. */
export const conversation = () => composer()?.dataset.conversation || log()?.dataset.conversation || "new";

/** Puts a text into the message box as if it had been typed. */
export function setText(text) {
  const box = messageBox();
  box.value = text;
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Calls back for the page as it is and for whatever htmx puts into it later. */
export function onContent(callback) {
  callback(document.body);
  document.addEventListener("htmx:after:process", (event) => callback(event.target));
}

/** The elements that match within an element, itself included. */
export function within(root, selector) {
  const found = [...root.querySelectorAll(selector)];
  if (root.matches?.(selector)) found.unshift(root);
  return found;
}
