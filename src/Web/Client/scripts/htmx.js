// The stream extension looks for a global htmx, and must be registered before htmx starts.
import htmx from "htmx.org/dist/htmx.esm.js";

window.htmx = htmx;

export default htmx;
