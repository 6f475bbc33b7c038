/* Ticks in a chooser outlive the search they were made in. Wagtail draws the list of results anew for every search and
 * page of results, and what was ticked before is gone without a word. Each ticked record gets a second box beside the
 * button instead, which stays, goes with the form, and can be unticked there.
 */

const BOX = "[data-multiple-choice-select]";

const keptIn = (form) => form.querySelector("[data-rawi-kept]");
const keptBox = (form, value) => keptIn(form)?.querySelector(`${BOX}[value="${CSS.escape(value)}"]`);
const foundBox = (form, value) => form.querySelector(`#search-results ${BOX}[value="${CSS.escape(value)}"]`);

function keep(form, box) {
    const label = document.createElement("label");
    label.className = "rawi-kept";
    const kept = box.cloneNode(false);
    kept.removeAttribute("id");
    kept.checked = true;
    const name = document.createElement("bdi");
    name.textContent = box.closest("td").nextElementSibling.textContent.trim();
    label.append(kept, name);
    if (!keptIn(form)) {
        const list = document.createElement("div");
        list.dataset.rawiKept = "";
        form.querySelector("[data-multiple-choice-submit]").before(list);
        // A list of results that is drawn anew shows what is ticked already.
        new MutationObserver(() => {
            list.querySelectorAll(BOX).forEach((other) => {
                const found = foundBox(form, other.value);
                if (found) {
                    found.checked = true;
                }
            });
        }).observe(form.querySelector("#search-results"), { childList: true, subtree: true });
    }
    keptIn(form).append(label);
}

document.addEventListener("change", (event) => {
    const box = event.target;
    const form = box.closest?.("form[data-multiple-choice-form]");
    // Other choosers (pages) have lists of their own kind.
    if (!form?.querySelector("#search-results") || !box.matches(BOX)) {
        return;
    }
    const kept = keptBox(form, box.value);
    if (box.checked && !kept) {
        keep(form, box);
    } else if (!box.checked) {
        const found = foundBox(form, box.value);
        if (found) {
            found.checked = false;
        }
        kept?.closest("label").remove();
    }
    form.querySelector("[data-multiple-choice-submit]").disabled = !form.querySelector(`${BOX}:checked`);
});
