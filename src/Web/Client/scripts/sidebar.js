// One opened menu does not outlive a click elsewhere, and a title being written is not refreshed away.
export default function start() {
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll(".conversation details[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  // Asked before the swap too: the form may have come while the list was on its way.
  for (const moment of ["htmx:before:request", "htmx:before:swap"]) {
    document.addEventListener(moment, (event) => {
      if (event.target.id === "conversation-list" && event.target.querySelector("form.rename, form.confirm-delete")) event.preventDefault();
    });
  }

  document.querySelector(".conversation [aria-current]")?.scrollIntoView({ block: "nearest" });
}
