// One small file a behaviour; each works on what the server rendered, and the page works without any of them.
import "./htmx.js";
import "htmx.org/dist/ext/hx-sse.js";
import "./code.js";
import "./composer.js";
import "./copy.js";
import "./counter.js";
import "./drafts.js";
import "./focus.js";
import "./log.js";
import "./outbox.js";
import "./problems.js";
import "./scroll.js";
import "./sidebar.js";
import "./sign-out.js";
import "./sync.js";
import "./times.js";
import "./title.js";
