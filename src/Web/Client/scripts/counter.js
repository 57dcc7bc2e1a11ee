// Counts characters, as the server does, once a message comes near its limit. What is too long is kept and can be
// shortened: the browser's own limit would cut off a paste unseen.
import { messageBox } from "./page.js";

const counter = document.querySelector(".counter");

function count() {
  const { max, from } = counter.dataset;
  // An emoji is one character here and up to two units of length.
  const length = messageBox().value.length < from ? 0 : [...messageBox().value].length;
  counter.textContent = length < from ? "" : `${length.toLocaleString("en")} of ${Number(max).toLocaleString("en")} characters`;
  counter.dataset.level = length > max ? "over" : "near";
}

export default function start() {
  if (!counter) return;
  messageBox().addEventListener("input", count);
  count();
}
