// A menu closes when something in it is chosen, by a click elsewhere, and by Escape, which goes back to its button.
const open = () => [...document.querySelectorAll(".menu[open]")];

export default function start() {
  document.addEventListener("click", (event) => {
    for (const menu of open()) {
      if (!menu.contains(event.target) || event.target.closest(".choices a")) menu.open = false;
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of open()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}
