// Counts characters once a message comes near its limit.
import { messageBox } from "./page.js";

const counter = document.querySelector(".counter");

function count() {
  const { max, from } = counter.dataset;
  const length = messageBox().value.length;
  counter.textContent = length < from ? "" : `${length.toLocaleString("en")} of ${Number(max).toLocaleString("en")} characters`;
  counter.dataset.level = length > max ? "over" : "near";
}

if (counter) {
  // A paste that is too long is kept and can be shortened; cut off by maxlength, its end would be lost unseen.
  messageBox().removeAttribute("maxlength");
  messageBox().addEventListener("input", count);
  count();
}
