// The address of the search page follows what was typed, so that going back to it finds the same.
document.addEventListener("htmx:after:swap", () => {
  const form = document.querySelector("form.search-form");
  if (!form) return;
  const asked = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  history.replaceState(history.state, "", `/search?${asked}`);
});
