// A field above each long list that hides what does not have the words typed. Without scripts the lists are whole.
"use strict";

for (const list of document.querySelectorAll("[data-filter]")) {
  const items = [...list.querySelectorAll("[data-item]")].map((item) => [item, item.textContent.toLowerCase()]);
  const groups = [...list.querySelectorAll("[data-group]")];
  const label = document.createElement("label");
  const field = document.createElement("input");
  const count = document.createElement("output");
  label.className = "filter";
  field.type = "search";
  label.append(list.dataset.filter, " ", field, " ", count);

  const show = () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const [item, text] of items) {
      item.hidden = !words.every((word) => text.includes(word));
      shown += item.hidden ? 0 : 1;
    }
    for (const group of groups) {
      group.hidden = !group.querySelector("[data-item]:not([hidden])");
    }
    count.textContent = words.length ? `${shown} / ${items.length}` : "";
  };

  field.addEventListener("input", show);
  // Whoever follows a link to something that is hidden sees it.
  window.addEventListener("hashchange", () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.closest("[hidden]") && list.contains(target)) {
      field.value = "";
      show();
      target.scrollIntoView();
    }
  });
  if (items.length > 1) {
    list.before(label);
  }
}
