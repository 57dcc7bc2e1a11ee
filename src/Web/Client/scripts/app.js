// One small file a behaviour; each works on what the server rendered, and the page works without any of them. One that
// fails leaves the others alone: which one it was stands in the console.
import "./htmx.js";
import "htmx.org/dist/ext/hx-sse.js";
import code from "./code.js";
import composer from "./composer.js";
import copy from "./copy.js";
import counter from "./counter.js";
import drafts from "./drafts.js";
import finder from "./finder.js";
import focus from "./focus.js";
import log from "./log.js";
import menu from "./menu.js";
import outbox from "./outbox.js";
import picks from "./picks.js";
import problems from "./problems.js";
import scroll from "./scroll.js";
import search from "./search.js";
import select from "./select.js";
import sidebar from "./sidebar.js";
import signOut from "./sign-out.js";
import sync from "./sync.js";
import times from "./times.js";
import title from "./title.js";
import upload from "./upload.js";

const behaviours = [
  code, composer, copy, counter, drafts, finder, focus, log, menu, outbox, picks, problems,
  scroll, search, select, sidebar, signOut, sync, times, title, upload,
];

for (const start of behaviours) {
  try {
    start();
  } catch (fault) {
    reportError(fault);
  }
}
