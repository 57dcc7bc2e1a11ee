// The drawer closes once a conversation was chosen, and one opened menu does not outlive a click elsewhere.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll(".conversation details[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.querySelector(".conversation [aria-current]")?.scrollIntoView({ block: "nearest" });
