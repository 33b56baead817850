"""What parts of the chat's page do in the browser: scripts."""

ACTS = """
element.addEventListener("click", (event) => {
  if (event.detail > 1) return; // a double click is one
  const pressed = event.target.closest("[data-act]");
  if (pressed && element.contains(pressed)) trigger(pressed.dataset.act, { ...pressed.dataset });
});
"""
FILTERS = "dateline.filters.mount(element, props, watch);"
"""What is filtered by is kept by the page, in its address; the server says what there is to choose
from."""
