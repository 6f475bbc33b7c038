/* The tag field of a passage: type any name in any script, choose from the list, take a tag off with its cross. */

const WAIT = 200; // milliseconds after the last key before the server is asked
let serial = 0;

const hidden = (row) => row.querySelector('[data-tags] input[type="hidden"]');
const keysOf = (row) => hidden(row).value.split(" ").filter(Boolean);

/** Draw the chips of a row from its hidden field; `names` maps keys to names. */
export function drawChips(row, form, names, changed) {
    const chips = keysOf(row).map((key) => {
        const chip = document.createElement("span");
        chip.className = "rawi-chip";
        chip.dataset.key = key;
        const name = document.createElement("bdi");
        name.textContent = names.get(key) || key;
        const remove = document.createElement("button");
        remove.type = "button";
        remove.textContent = "×";
        remove.setAttribute("aria-label", `${form.dataset.removeTag}: ${name.textContent}`);
        remove.addEventListener("click", () => {
            hidden(row).value = keysOf(row).filter((other) => other !== key).join(" ");
            drawChips(row, form, names, changed);
            changed();
        });
        chip.append(name, remove);
        return chip;
    });
    row.querySelector("[data-chips]").replaceChildren(...chips);
}

function namesOn(row) {
    return new Map([...row.querySelectorAll("[data-key]")].map((chip) => [chip.dataset.key, chip.querySelector("bdi").textContent]));
}

/** Make the tag field of a row work. `changed` is called whenever its tags change. */
export function attachTags(row, form, changed) {
    const search = row.querySelector(".rawi-tags__search");
    let results = null;
    let timer = 0;
    let asked = "";

    drawChips(row, form, namesOn(row), changed);

    function close() {
        results?.remove();
        results = null;
        search.setAttribute("aria-expanded", "false");
        search.removeAttribute("aria-activedescendant");
    }

    function add(term) {
        const names = namesOn(row);
        names.set(term.key, term.label);
        if (!keysOf(row).includes(term.key)) {
            hidden(row).value = [...keysOf(row), term.key].join(" ");
            drawChips(row, form, names, changed);
            changed();
        }
        search.value = "";
        close();
        search.focus();
    }

    function select(index) {
        const options = [...(results?.querySelectorAll('[role="option"]') ?? [])];
        options.forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
        if (options[index]) {
            search.setAttribute("aria-activedescendant", options[index].id);
            options[index].scrollIntoView({ block: "nearest" });
        }
    }

    function show(terms) {
        close();
        serial += 1;
        results = document.createElement("ul");
        results.className = "rawi-found";
        results.id = `found-${serial}`;
        results.setAttribute("role", "listbox");
        terms.forEach((term, index) => {
            const option = document.createElement("li");
            option.id = `found-${serial}-${index}`;
            option.setAttribute("role", "option");
            const name = document.createElement("bdi");
            name.textContent = term.label;
            const place = document.createElement("small");
            place.textContent = [term.vocabulary, term.path].filter(Boolean).join(" · ");
            option.append(name, place);
            option.addEventListener("pointerdown", (event) => {
                event.preventDefault();
                add(term);
            });
            option.rawiTerm = term;
            results.append(option);
        });
        if (!terms.length) {
            const none = document.createElement("li");
            none.textContent = form.dataset.noMatch;
            results.append(none);
        }
        search.after(results);
        search.setAttribute("aria-expanded", "true");
        search.setAttribute("aria-controls", results.id);
        select(0);
    }

    async function ask() {
        const query = search.value.trim();
        asked = query;
        if (!query) {
            close();
            return;
        }
        const response = await fetch(`${form.dataset.termsUrl}?q=${encodeURIComponent(query)}`, {
            headers: { Accept: "application/json" },
        });
        if (response.ok && asked === query) {
            show((await response.json()).terms);
        }
    }

    search.addEventListener("input", () => {
        window.clearTimeout(timer);
        timer = window.setTimeout(ask, WAIT);
    });
    search.addEventListener("keydown", (event) => {
        const options = [...(results?.querySelectorAll('[role="option"]') ?? [])];
        const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
        if (event.key === "Enter") {
            event.preventDefault(); // Enter chooses; it never saves from here
            if (options[at]) {
                add(options[at].rawiTerm);
            }
        } else if (event.key === "Escape") {
            close();
        } else if (event.key === "ArrowDown" && options.length) {
            event.preventDefault();
            select((at + 1) % options.length);
        } else if (event.key === "ArrowUp" && options.length) {
            event.preventDefault();
            select((at - 1 + options.length) % options.length);
        }
    });
    search.addEventListener("blur", () => window.setTimeout(close, 150));
}
