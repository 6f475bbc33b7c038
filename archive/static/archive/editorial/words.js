/* The words form with scripts: what the buttons beside a passage do happens here, at once; Save posts the form.
 * Without this file the same buttons post the form and it comes back changed (archive/editorial/words/operations.py).
 */

import { attachTags, drawChips } from "./tags.js";

const form = document.getElementById("words");
const list = form.querySelector("[data-passages]");
const stateLine = form.querySelector("[data-save-state]");
const movedField = form.elements.namedItem("moved");
let changed = form.dataset.changed === "yes";
let fresh = 0;

document.documentElement.classList.add("rawi-scripted");

const rows = () => [...list.querySelectorAll("[data-passage]")];
const keyOf = (row) => row.dataset.passage;
const field = (row, name) => row.querySelector(`[name="p-${keyOf(row)}-${name}"]`);
const notesOf = (row) => [...row.querySelectorAll(`[name^="p-${keyOf(row)}-note-"]`)];

function markChanged() {
    changed = true;
    stateLine.textContent = form.dataset.leaveMessage;
}

function say(message) {
    stateLine.textContent = message;
}

function renumber() {
    const first = Number(form.elements.namedItem("start").value) + 1;
    rows().forEach((row, index) => {
        row.querySelector("[data-number]").textContent = String(first + index);
    });
}

function unusedKey() {
    const taken = new Set(rows().map(keyOf));
    do {
        fresh += 1;
    } while (taken.has(`n${fresh}`));
    return `n${fresh}`;
}

/** A copy of a row under a key of its own, without an anchor: it is a new passage. */
function copyOf(row) {
    const old = keyOf(row);
    const key = unusedKey();
    const copy = row.cloneNode(true);
    copy.dataset.passage = key;
    copy.id = `row-${key}`;
    copy.classList.remove("rawi-passage--wrong");
    copy.querySelectorAll(".rawi-errors, .rawi-tags__page, .rawi-found").forEach((element) => element.remove());
    copy.querySelectorAll("[name]").forEach((element) => {
        if (element.name === "row") {
            element.value = key;
        } else if (element.name === "op") {
            element.value = element.value.replace(/:.*/, `:${key}`);
        } else {
            const source = row.querySelector(`[name="${CSS.escape(element.name)}"]`);
            element.value = source.value; // cloning copies attributes, not what was typed
            element.name = element.name.replace(`p-${old}-`, `p-${key}-`);
        }
    });
    field(copy, "anchor").value = "";
    const source = copy.querySelector(".rawi-source");
    if (source) {
        source.textContent = "";
    }
    attachTags(copy, form, markChanged);
    return copy;
}

function emptyCopyOf(row) {
    const copy = copyOf(row);
    for (const name of ["text", "heading", "start", "end", "tags", "language"]) {
        field(copy, name).value = "";
    }
    notesOf(copy).forEach((note) => {
        note.value = "";
    });
    copy.querySelector("[data-chips]").replaceChildren();
    return copy;
}

/** Milliseconds of hh:mm:ss(.mmm) or mm:ss; null for anything else. */
function milliseconds(text) {
    const match = /^(?:(\d+):)?(\d{1,2}):(\d{2})(?:[.,](\d{1,3}))?$/.exec(text.trim());
    if (!match) {
        return null;
    }
    const [, hours, minutes, seconds, fraction] = match;
    return ((Number(hours || 0) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number((fraction || "0").padEnd(3, "0"));
}

function clock(total) {
    const whole = Math.floor(total / 1000);
    const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
    const rest = total % 1000;
    const time = parts.map((part) => String(part).padStart(2, "0")).join(":");
    return rest ? `${time}.${String(rest).padStart(3, "0")}` : time;
}

function split(row) {
    const area = field(row, "text");
    const offset = area.selectionStart;
    const first = area.value.slice(0, offset).trimEnd();
    const second = area.value.slice(offset).trimStart();
    if (!first || !second) {
        say(form.dataset.splitMessage);
        area.focus();
        return;
    }
    const start = milliseconds(field(row, "start").value);
    const end = milliseconds(field(row, "end").value);
    const copy = copyOf(row); // tags and notes stand on both: none may be lost, one too many can be taken off
    area.value = first;
    field(copy, "text").value = second;
    field(copy, "heading").value = "";
    if (start !== null && end !== null && end >= start) {
        const seam = clock(start + Math.round(((end - start) * first.length) / (first.length + second.length)));
        field(row, "end").value = seam;
        field(copy, "start").value = seam;
    } else {
        field(copy, "start").value = "";
        field(copy, "end").value = "";
    }
    row.after(copy);
    field(copy, "text").focus();
    field(copy, "text").setSelectionRange(0, 0);
}

function joinNotes(row, next) {
    for (const note of notesOf(next)) {
        const language = note.name.slice(`p-${keyOf(next)}-note-`.length);
        const own = field(row, `note-${language}`);
        if (!own) {
            continue;
        }
        if (note.value && !own.value.includes(note.value)) {
            own.value = [own.value, note.value].filter(Boolean).join(" · ");
        }
    }
}

function merge(row) {
    const next = row.nextElementSibling;
    if (!next) {
        say(form.dataset.lastMessage);
        return false;
    }
    const speaker = field(next, "speaker").value.trim();
    if (field(next, "heading").value.trim() && field(next, "heading").value.trim() !== field(row, "heading").value.trim()) {
        say(form.dataset.sectionMessage);
        return false;
    }
    if (speaker && speaker !== field(row, "speaker").value.trim()) {
        say(form.dataset.speakerMessage);
        return false;
    }
    const missing = notesOf(next).filter((note) => note.value && !field(row, note.name.replace(`p-${keyOf(next)}-`, "")));
    if (missing.length) {
        return null; // a note in a language that this row has no field for: let the server do it
    }
    const area = field(row, "text");
    const seam = area.value.length;
    area.value = [area.value, field(next, "text").value].filter(Boolean).join(" ");
    field(row, "start").value ||= field(next, "start").value;
    field(row, "end").value = field(next, "end").value || field(row, "end").value;
    joinNotes(row, next);
    const tags = new Set([...field(row, "tags").value.split(" "), ...field(next, "tags").value.split(" ")].filter(Boolean));
    const names = new Map([...row.querySelectorAll("[data-key]"), ...next.querySelectorAll("[data-key]")].map((chip) => [chip.dataset.key, chip.querySelector("bdi").textContent]));
    field(row, "tags").value = [...tags].join(" ");
    drawChips(row, form, names, markChanged);
    const [own, gone] = [field(row, "anchor").value, field(next, "anchor").value];
    if (own && gone) {
        const moved = JSON.parse(movedField.value || "{}");
        moved[gone] = own;
        movedField.value = JSON.stringify(moved);
    } else if (gone) {
        field(row, "anchor").value = gone;
    }
    next.remove();
    area.focus();
    area.setSelectionRange(seam, seam);
    return true;
}

const operations = {
    split: (row) => split(row),
    merge: (row) => merge(row),
    before: (row) => {
        const copy = emptyCopyOf(row);
        row.before(copy);
        field(copy, "text").focus();
    },
    after: (row) => {
        const copy = emptyCopyOf(row);
        row.after(copy);
        field(copy, "text").focus();
    },
    up: (row) => row.previousElementSibling?.before(row),
    down: (row) => row.nextElementSibling?.after(row),
    delete: (row) => {
        const beside = row.nextElementSibling || row.previousElementSibling;
        row.remove();
        if (beside) {
            field(beside, "text").focus();
        }
    },
};

list.addEventListener("click", (event) => {
    const button = event.target.closest('button[name="op"]');
    if (!button) {
        return;
    }
    const row = button.closest("[data-passage]");
    const done = operations[button.value.split(":")[0]](row);
    if (done === null) {
        return; // the button posts the form
    }
    event.preventDefault();
    if (done !== false) {
        markChanged();
        renumber();
    }
});
form.addEventListener("input", (event) => {
    if (!event.target.matches(".rawi-tags__search")) {
        markChanged();
    }
});
form.addEventListener("submit", () => {
    changed = false;
});
window.addEventListener("beforeunload", (event) => {
    if (changed) {
        event.preventDefault();
    }
});
document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
        event.preventDefault();
        form.requestSubmit(form.querySelector('button[name="op"][value="save"]'));
    }
});

rows().forEach((row) => attachTags(row, form, markChanged));
if (changed) {
    markChanged();
}
