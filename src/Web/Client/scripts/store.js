// Session storage for what belongs to one person in one tab. It may be full or forbidden; nothing depends on it.
const person = document.body.dataset.person;
const prefix = `cm:${person}:`;

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

/** Forgets everything, or what is not of the person named by the prefix. */
export function clear(except) {
  try {
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith("cm:") && !(except && key.startsWith(except))) sessionStorage.removeItem(key);
    }
  } catch {
    // Then nothing was kept.
  }
}

// Somebody else signed in after a session had expired.
if (person) clear(prefix);
