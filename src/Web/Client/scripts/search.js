// The address of the search page follows what was typed, so that going back to it finds the same.
export default function start() {
  document.addEventListener("htmx:after:swap", () => {
    const found = document.getElementById("found");
    if (found) history.replaceState(history.state, "", found.dataset.address);
  });
}
