// One opened menu does not outlive a click elsewhere, and a title being written is not refreshed away.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll(".conversation details[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("htmx:before:request", (event) => {
  if (event.target.id === "conversation-list" && event.target.querySelector("form")) event.preventDefault();
});

document.querySelector(".conversation [aria-current]")?.scrollIntoView({ block: "nearest" });
