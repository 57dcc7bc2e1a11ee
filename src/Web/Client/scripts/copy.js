// Copies a message, a code block or an address. The buttons exist only with script, which alone could make them work.
import { onContent, within } from "./page.js";

// navigator.clipboard is missing where the page came over plain http from another machine.
const canCopy = Boolean(navigator.clipboard);

export default function start() {
  onContent((root) => {
    if (!canCopy) return;
    for (const button of within(root, "[data-copy='message'], [data-copy='field']")) button.hidden = false;
    for (const block of within(root, ".code")) {
      if (!block.querySelector(".copy")) block.append(codeButton());
    }
  });

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const source = button.dataset.copy === "code" ? button.parentElement.querySelector("pre").textContent
      : button.dataset.copy === "field" ? button.parentElement.querySelector("input").value
      : button.closest(".message").querySelector(".body").innerText;
    await navigator.clipboard.writeText(source);
    showDone(button);
  });
}

function codeButton() {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button ghost copy";
  button.dataset.copy = "code";
  button.textContent = "Copy";
  button.ariaLabel = "Copy code";
  return button;
}

function showDone(button) {
  const label = button.querySelector("span") ?? button;
  const icon = button.querySelector("use");
  const before = [label.textContent, icon?.getAttribute("href")];
  label.textContent = "Copied";
  icon?.setAttribute("href", "/img/icons.svg#done");
  setTimeout(() => {
    label.textContent = before[0];
    icon?.setAttribute("href", before[1]);
  }, 1600);
}
