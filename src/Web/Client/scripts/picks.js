// Typing a number picks the choice that it belongs to.
export default function start() {
  document.addEventListener("input", (event) => {
    const choice = event.target.dataset?.picks && document.getElementById(event.target.dataset.picks);
    if (choice) choice.checked = true;
  });
}
