// Session storage for what belongs to one person in one tab. It may be full or forbidden; nothing depends on it.
const prefix = "cm:";

export function read(key) {
  try {
    return JSON.parse(sessionStorage.getItem(prefix + key));
  } catch {
    return null;
  }
}

export function write(key, value) {
  try {
    if (value === null || value === "") sessionStorage.removeItem(prefix + key);
    else sessionStorage.setItem(prefix + key, JSON.stringify(value));
  } catch {
    // Then it is not kept.
  }
}

export function clear() {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(prefix)) sessionStorage.removeItem(key);
  }
}
