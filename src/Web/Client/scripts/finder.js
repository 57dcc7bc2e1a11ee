// Ctrl+K or ⌘K opens the search from everywhere; arrows go through what it finds. A page without the dialog has the search page.
const finder = () => document.getElementById("finder");

function open() {
  const dialog = finder();
  if (!dialog) location.assign("/search");
  else if (!dialog.open) {
    dialog.showModal();
    dialog.querySelector("input").select();
  }
}

function move(dialog, step) {
  const stops = [dialog.querySelector("input"), ...dialog.querySelectorAll("#finder-found a")];
  const next = stops[stops.indexOf(document.activeElement) + step];
  next?.focus();
}

export default function start() {
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open();
      return;
    }

    const dialog = finder();
    // A search box would take the first Escape to empty itself.
    if (event.key === "Escape" && dialog?.open) dialog.close();
    if (!dialog?.open || event.isComposing || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
    event.preventDefault();
    move(dialog, event.key === "ArrowDown" ? 1 : -1);
  });

  document.addEventListener("click", (event) => {
    const dialog = finder();
    // Beside it, or on its way to another place of the same page.
    if (event.target === dialog || event.target.closest("#finder-found a")) dialog.close();
  });
}
